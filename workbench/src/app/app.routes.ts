import { Routes } from '@angular/router';

import { home } from './shell/home';
import { isNamed } from './shell/is-named';

export const routes: Routes = [
  { path: '', pathMatch: 'full', canActivate: [home], children: [] },
  {
    path: 'contracts',
    title: 'Contracts · Contract Batch',
    loadComponent: () => import('./domains/contracts/feature-library/library').then((m) => m.Library),
  },
  {
    path: 'contracts/:contractId',
    title: 'Contract · Contract Batch',
    loadComponent: () => import('./domains/contracts/feature-reader/reader').then((m) => m.Reader),
  },
  {
    path: 'compare',
    title: 'Compare · Contract Batch',
    loadComponent: () => import('./domains/compare/feature-compare/compare').then((m) => m.Compare),
  },
  {
    path: 'ask',
    title: 'Ask · Contract Batch',
    loadComponent: () => import('./domains/ask/feature-ask/ask').then((m) => m.Ask),
  },
  {
    path: 'job-history',
    title: 'History · Contract Batch',
    loadComponent: () => import('./domains/jobs/feature-history/history').then((m) => m.History),
  },
  {
    path: 'results',
    title: 'Result · Contract Batch',
    canMatch: [isNamed],
    loadComponent: () => import('./domains/results/feature-viewer/viewer').then((m) => m.Viewer),
  },
  {
    path: 'results',
    title: 'Results · Contract Batch',
    loadComponent: () => import('./domains/results/feature-list/result-list').then((m) => m.ResultList),
  },
  {
    path: '**',
    title: 'Not found · Contract Batch',
    loadComponent: () => import('./shell/not-found').then((m) => m.NotFound),
  },
];
