import { SavedAnalysis } from '../../../api/models/saved-analysis';
import { SavedComparison } from '../../../api/models/saved-comparison';
import { SavedQuery } from '../../../api/models/saved-query';

/** A whole result of any kind. The server may know kinds that this page has no view of. */
export type AnyResult = SavedAnalysis | SavedComparison | SavedQuery;
