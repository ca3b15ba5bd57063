import { HttpErrorResponse, HttpEvent, HttpEventType, HttpResponse } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { Subject } from 'rxjs';

import { ContractHeader } from '../../../api/models/contract-header';
import { StoredContracts } from '../../../api/models/stored-contracts';
import { ContractsClient } from './contracts-client';
import { ContractsStore } from './contracts-store';
import { UploadsStore } from './uploads-store';

const file = (name: string): File => new File(['1. Term. One year.'], name);

describe('files on their way', () => {
  let sent: Map<string, Subject<HttpEvent<StoredContracts>>>;
  let uploads: UploadsStore;
  const states = (): string[] => uploads.uploads().map((upload) => upload.state);
  const answer = (name: string): void => {
    const contracts = [{ id: `contract_${name}`, title: name } as ContractHeader];
    sent.get(name)?.next(new HttpResponse({ status: 201, body: { contracts } }));
  };

  beforeEach(() => {
    sent = new Map();
    const upload = ({ name }: File): Subject<HttpEvent<StoredContracts>> => {
      const events = new Subject<HttpEvent<StoredContracts>>();
      sent.set(name, events);
      return events;
    };
    TestBed.configureTestingModule({ providers: [{ provide: ContractsClient, useValue: { upload } }] });
    uploads = TestBed.inject(UploadsStore);
  });

  it('are sent three at a time, the next when one has arrived', () => {
    uploads.add(['a.txt', 'b.txt', 'c.txt', 'd.txt'].map(file));
    expect(states()).toEqual(['sending', 'sending', 'sending', 'waiting']);
    answer('b.txt');
    expect(states()).toEqual(['sending', 'stored', 'sending', 'sending']);
    expect(
      TestBed.inject(ContractsStore)
        .contracts()
        .map((contract) => contract.title),
    ).toEqual(['b.txt']);
  });

  it('show how much of them is sent, and then that they are read', () => {
    uploads.add([file('a.txt')]);
    sent.get('a.txt')?.next({ type: HttpEventType.UploadProgress, loaded: 40, total: 80 });
    expect(uploads.uploads()[0]).toMatchObject({ state: 'sending', sent: 50 });
    sent.get('a.txt')?.next({ type: HttpEventType.UploadProgress, loaded: 80, total: 80 });
    expect(uploads.uploads()[0]?.state).toBe('reading');
  });

  it('fail alone, with the reason, and may be sent again', () => {
    uploads.add([file('a.txt'), file('b.txt'), file('c.exe')]);
    sent.get('a.txt')?.error(new HttpErrorResponse({ status: 415, error: { detail: 'It has no text.' } }));
    answer('b.txt');
    expect(states()).toEqual(['failed', 'stored', 'failed']);
    expect(uploads.uploads()[0]?.error).toBe('It has no text.');
    expect(sent.has('c.exe')).toBe(false);
    const [first] = uploads.uploads();
    if (first) uploads.again(first);
    answer('a.txt');
    expect(states()).toEqual(['stored', 'stored', 'failed']);
  });
});
