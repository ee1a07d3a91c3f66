/** What is said to a request, before limits, faults and the connection have their part in it. */
export interface Answer {
  status: number
  headers?: Record<string, string>
  body?: Buffer
  /** For the log; it is not sent. */
  errorCode?: string
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'Content-Type': 'application/json;charset=utf-8', ...headers },
    body: Buffer.from(JSON.stringify(value)),
  }
}

export function html(status: number, title: string): Answer {
  return {
    status,
    headers: { 'Content-Type': 'text/html' },
    body: Buffer.from(`<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`),
  }
}

/** Thrown by whoever finds a reason not to do what was asked. */
export class Refusal extends Error {
  readonly answer: Answer

  constructor(answer: Answer) {
    super(`HTTP ${answer.status}`)
    this.answer = answer
  }
}
