import { IconName } from '../../../shared/ui/icons';
import { AnswerState } from './answer-lines';

/** How a state is shown: its word, its picture, and its tone among `.chip`'s. */
export interface AnswerLook {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: 'accent' | 'high' | 'none' | '';
}

export const ANSWER: Readonly<Record<AnswerState, AnswerLook>> = {
  waiting: { word: 'Waiting', icon: 'clock', tone: '' },
  writing: { word: 'Answering', icon: 'ask', tone: 'accent' },
  stated: { word: 'Stated', icon: 'check', tone: 'none' },
  not_stated: { word: 'Not stated', icon: 'minus', tone: '' },
  failed: { word: 'Failed', icon: 'alert', tone: 'high' },
};

/** What can become of a contract, in the order in which it is offered. */
export const OUTCOMES: readonly AnswerState[] = ['stated', 'not_stated', 'failed'];
