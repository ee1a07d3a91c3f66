import { BaseCommand } from './base-command.ts'
import { type ExitCode, exitCodes } from './errors.ts'
import { testConnection } from './operations/test-connection.ts'
import type { ListedConnection } from './records.ts'
import type { Section } from './sections.ts'
import { reportLines } from './terminal/connections-view.ts'
import { sentenceFor } from './terminal/sentence.ts'
import { roomFor } from './terminal/table.ts'

/** What the commands about connections have in common: how one is shown, and how one is tested. */
export abstract class ConnectionsCommand extends BaseCommand {
  /** A connection as scripts see it. */
  protected asJsonOf({
    name,
    type,
    title,
    options,
    isDefault,
    from,
    secrets,
    session,
    problem,
  }: ListedConnection): object {
    return { name, type, title, options, default: isDefault, from, secrets, session, problem }
  }

  /** A sentence for people on standard output, broken at words. */
  protected tell(sentence: string): void {
    this.say(sentenceFor(process.stdout, sentence))
  }

  /** Opens a directory, looks whether it can be read and written, and says what was seen. */
  protected async testOne({ target, composition, document, progress, say }: Section): Promise<ExitCode> {
    const { address: name } = target
    progress.phase(`Testing ${name}`)
    const now = () => performance.now()
    const since = now()
    await using desk = await composition.openToTest(name)
    const { directory, reader, traffic, type } = desk
    const report = await testConnection({ reader, traffic, signal: this.signal, now, since })
    await progress.end()
    const { write, ...seen } = report
    const { exitCode = exitCodes.done, ...failure } = write ?? {}
    const allowed = write === null ? { allowed: true } : { allowed: false, error: failure }
    const fields = { name, type, directory, ...seen, write: allowed }
    if (this.asJson) {
      for (const [field, value] of Object.entries(fields)) document.field(field, value)
      document.end()
      return exitCode
    }
    // One of several stands two columns further in.
    const room = roomFor(process.stdout) - 2
    for (const line of reportLines({ name, type, directory, report }, room)) say(line)
    if (write?.hint) say(sentenceFor(process.stdout, write.hint))
    return exitCode
  }
}
