import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

import { SavedAnalysis } from '../../../api/models/saved-analysis';
import { counted, whole } from '../../../shared/util/format';
import { ResultHead } from './result-head';

/** What is in a data file: how it is written, its columns, and what is odd about it. */
@Component({
  selector: 'cb-analysis-view',
  imports: [ResultHead],
  changeDetection: ChangeDetectionStrategy.OnPush,
  styleUrl: './analysis-view.css',
  template: `
    <cb-result-head [result]="result()" />
    <p>{{ summary() }}</p>
    @if (result().analysis.notes.length) {
      <section class="card padded" aria-labelledby="notes">
        <h2 id="notes">Notes</h2>
        <ul>
          @for (note of result().analysis.notes; track $index) {
            <li>{{ note.message }}</li>
          }
        </ul>
      </section>
    }
    <div class="card scroll" tabindex="0" role="region" aria-label="Columns">
      <table>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Type</th>
            <th scope="col" class="figure">Empty</th>
            <th scope="col" class="figure">Distinct</th>
            <th scope="col">Smallest</th>
            <th scope="col">Largest</th>
            <th scope="col">Samples</th>
          </tr>
        </thead>
        <tbody>
          @for (column of result().analysis.columns; track column.position) {
            <tr>
              <th scope="row">{{ column.name }}</th>
              <td>{{ column.type }}</td>
              <td class="figure numbers">{{ whole(column.nulls) }}</td>
              <td class="figure numbers">
                {{ column.distinct_exact ? '' : 'about ' }}{{ whole(column.distinct) }}
              </td>
              <td>{{ column.min }}</td>
              <td>{{ column.max }}</td>
              <td class="soft">{{ column.samples.join(', ') }}</td>
            </tr>
          }
        </tbody>
      </table>
    </div>
  `,
})
export class AnalysisView {
  readonly result = input.required<SavedAnalysis>();
  protected readonly whole = whole;
  protected readonly summary = computed(() => {
    const { rows, columns, encoding, delimiter, header } = this.result().analysis;
    const separated = delimiter === '\t' ? 'tabs' : `“${delimiter}”`;
    return [
      counted(rows, 'row'),
      counted(columns.length, 'column'),
      encoding,
      `separated by ${separated}`,
      header ? 'with a header' : 'without a header',
    ].join(' · ');
  });
}
