import { HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';

import { Proof } from './proof';

/** Sends the user's proof with every call of the API, and nowhere else. */
export const withProof: HttpInterceptorFn = (request, next) =>
  next(request.url.startsWith('/api/') ? request.clone({ setHeaders: inject(Proof).headers() }) : request);
