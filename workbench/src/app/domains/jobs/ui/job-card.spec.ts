import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';

import { JobRow } from '../../../api/models/job-row';
import { aJob } from '../util/job-samples';
import { JobCard } from './job-card';

const SAMPLE = aJob({ status: 'processing' });

/** The card of a job of files, drawn. */
async function drawn(job: JobRow): Promise<HTMLElement> {
  TestBed.configureTestingModule({ providers: [provideRouter([])] });
  const fixture = TestBed.createComponent(JobCard);
  fixture.componentRef.setInput('job', job);
  fixture.componentRef.setInput('now', Date.parse('2026-01-31T09:00:00Z'));
  fixture.componentRef.setInput('words', { item: 'file', items: 'files', done: 'analysed' });
  await fixture.whenStable();
  return fixture.nativeElement as HTMLElement;
}

describe('the card of a job', () => {
  it('has the steps of work with the model where that is what it does', async () => {
    const card = await drawn(SAMPLE);
    expect(card.querySelectorAll('.steps li')).toHaveLength(4);
    expect(card.querySelector('.step')).toBeNull();
  });

  it('says in its own words what a job of another type is at', async () => {
    const progress = { ...SAMPLE.progress, current_step: 'Profiling columns' };
    const card = await drawn({ ...SAMPLE, job_type: 'file_analysis', progress });
    expect(card.querySelectorAll('.steps li')).toHaveLength(0);
    expect(card.querySelector('.step')?.textContent).toBe('Profiling columns');
  });

  it('says what came of it in the words of its type', async () => {
    const card = await drawn(aJob({ status: 'completed', items_completed: 1, job_type: 'file_analysis' }));
    expect(card.textContent).toContain('1 file analysed');
  });
});
