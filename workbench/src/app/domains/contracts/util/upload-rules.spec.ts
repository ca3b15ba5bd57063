import { refusalOf } from './upload-rules';

describe('a file to upload', () => {
  it.each(['a.txt', 'b.MD', 'c.pdf', 'a contract.v2.docx'])('is sent when it is %s', (name) => {
    expect(refusalOf({ name, size: 10 })).toBe('');
  });

  it.each(['a.exe', 'b', 'c.doc', 'd.pdf.zip'])('is not sent when it is %s', (name) => {
    expect(refusalOf({ name, size: 10 })).toContain('Only');
  });

  it('is not sent when it is too large or empty', () => {
    expect(refusalOf({ name: 'a.pdf', size: 25_000_001 })).toContain('25.0 MB');
    expect(refusalOf({ name: 'a.pdf', size: 0 })).toBe('The file is empty.');
  });
});
