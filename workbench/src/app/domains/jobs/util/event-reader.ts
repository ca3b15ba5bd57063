/** A server-sent event as it came. */
export interface ServerEvent {
  readonly name: string;
  readonly data: string;
}

/** Puts the pieces of an event stream together: `read` is given text as it comes, and gives whole events. */
export class EventReader {
  /** What to send as `Last-Event-ID` when coming back. */
  lastId = '';
  /** How long to wait before coming back, in milliseconds, if the stream says so. */
  retry: number | null = null;
  private rest = '';
  private name = 'message';
  private data: string[] = [];

  read(text: string): ServerEvent[] {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    return lines.map((line) => this.line(line)).filter((event) => event !== null);
  }

  private line(line: string): ServerEvent | null {
    if (line === '') return this.finished();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    this.take(field, colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, ''));
    return null;
  }

  private take(field: string, value: string): void {
    if (field === 'event') this.name = value;
    else if (field === 'data') this.data.push(value);
    else if (field === 'id') this.lastId = value;
    else if (field === 'retry') this.retry = Number(value);
  }

  private finished(): ServerEvent | null {
    const event = this.data.length ? { name: this.name, data: this.data.join('\n') } : null;
    this.name = 'message';
    this.data = [];
    return event;
  }
}
