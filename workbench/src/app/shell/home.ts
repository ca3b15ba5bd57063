import { inject } from '@angular/core';
import { CanActivateFn, Router } from '@angular/router';

/** The root leads to the contracts, and with `?loadJob=` or `?resultId=` to the result they name. */
export const home: CanActivateFn = (route) => {
  const named = route.queryParamMap.has('loadJob') || route.queryParamMap.has('resultId');
  const queryParams = named ? route.queryParams : {};
  return inject(Router).createUrlTree([named ? '/results' : '/contracts'], { queryParams });
};
