import { ResultPage } from '../../../api/models/result-page';
import { SavedAnalysis } from '../../../api/models/saved-analysis';
import { SavedComparison } from '../../../api/models/saved-comparison';
import { SavedQuery } from '../../../api/models/saved-query';
import { PlainResult } from './plain-result';

/** A result of any type: those that the page has no view of are plain. */
export type AnyResult = SavedAnalysis | SavedComparison | SavedQuery | PlainResult;

/** A result in a list. */
export type ResultRow = ResultPage['results'][number];

/** The answer to a question. */
export type QueryResponse = SavedQuery['results'];

/** Why one contract could not be done. */
export type ContractError = QueryResponse['errors'][number];
