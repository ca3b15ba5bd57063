import { JobEstimate } from '../../../api/models/job-estimate';
import { compact } from '../../../shared/util/format';

/** What a comparison will take of the model: "About 40K tokens, $0.12". */
export function costWords(
  estimate: Pick<JobEstimate, 'prompt_tokens' | 'completion_tokens' | 'estimated_cost'>,
): string {
  const tokens = `About ${compact(estimate.prompt_tokens + estimate.completion_tokens)} tokens of the model`;
  const cost = estimate.estimated_cost;
  if (cost === null || cost === 0) return tokens;
  return `${tokens}, ${cost < 0.01 ? 'under $0.01' : `$${cost.toFixed(2)}`}`;
}
