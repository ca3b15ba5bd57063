import { inject } from '@angular/core';
import { CanMatchFn, Router } from '@angular/router';

/** Whether the address names a result, by `?loadJob=` or `?resultId=`; otherwise all of them are shown. */
export const isNamed: CanMatchFn = () => {
  const named = inject(Router).currentNavigation()?.extractedUrl.queryParamMap;
  return named !== undefined && (named.has('loadJob') || named.has('resultId'));
};
