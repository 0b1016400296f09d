import { parseCommandLine } from './arguments'
import { loaders } from './commands/loaders'
import type { ApiResponse, Context } from './context'
import { exitCodes, Failure } from './failure'
import type { Io } from './io'
import { overview } from './output/manual'
import { terminalOf } from './output/terminal'
import { sanitize } from './output/text'
import { openStore, type Store } from './store/open'
import { version } from './version'

/** Serializes JSON and escapes control characters, which JSON allows and a terminal may obey. */
const jsonText = (value: unknown) =>
  `${JSON.stringify(value, null, 2).replace(/[\u007f-\u009f]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`)}\n`

const asksFor = (argv: string[], ...names: string[]) => {
  const end = argv.indexOf('--')
  return (end < 0 ? argv : argv.slice(0, end)).some((word) => names.includes(word))
}

const plainAnswer = (io: Io, isJson: boolean): ApiResponse | null => {
  const [first] = io.argv
  if (first === '--version' || first === '-V') return { json: { version }, text: [`daymark ${version}`] }
  const words = io.argv.filter((word) => word !== '--json')
  const isHelp = words.length === 0 || ['--help', '-h'].includes(words[0] ?? '')
  return isHelp && !isJson ? { json: {}, text: overview(terminalOf(io)) } : null
}

const failureOf = (error: unknown) => {
  if (error instanceof Failure) return error
  const message = error instanceof Error ? error.message : String(error)
  return new Failure('error', message)
}

const report = ({ stdout, stderr }: Io, context: Pick<Context, 'terminal' | 'isJson'>, failure: Failure) => {
  const { kind } = failure
  const [message, hint] = [sanitize(failure.message), sanitize(failure.hint ?? '')]
  if (context.isJson) {
    stdout.write(jsonText({ error: { code: kind, message, ...(hint && { hint }) } }))
    return
  }
  const { paint } = context.terminal
  stderr.write(`${paint('red', 'daymark:')} ${message}\n${hint ? `${hint}\n` : ''}`)
}

const printed = async (context: Context, answer: ApiResponse) => {
  const { isJson, stdout } = context
  if (!isJson && answer.text.length > 0) stdout.write(`${answer.text.join('\n')}\n`)
  const sent = answer.hasWritten ? await (await import('./sending/quick-sync')).quickSync(context) : null
  if (isJson) stdout.write(jsonText({ ...answer.json, ...(sent && { sync: sent.json }) }))
  else if (sent?.text) stdout.write(`${sent.text}\n`)
}

const runCommand = async (io: Io, isJson: boolean, store: () => Store) => {
  const terminal = terminalOf(io)
  const { command, args, options } = parseCommandLine(io.argv)
  const context: Context = { ...io, args, options, isJson, terminal, store }
  if (options.help) {
    const { help } = await import('./commands/help')
    return printed(context, await help({ ...context, args: command.name.split(' ') }))
  }
  const work = await loaders[command.name]?.()
  if (work) await printed(context, await work(context))
}

/** Runs a command line and returns its exit code. */
export const run = async (io: Io): Promise<number> => {
  const isJson = asksFor(io.argv, '--json')
  let opened: Store | undefined
  const store = () => {
    opened ??= openStore(io.env)
    return opened
  }
  try {
    const plain = plainAnswer(io, isJson)
    if (plain) io.stdout.write(isJson ? jsonText(plain.json) : `${plain.text.join('\n')}\n`)
    else await runCommand(io, isJson, store)
    return exitCodes.done
  } catch (error) {
    const failure = failureOf(error)
    report(io, { terminal: terminalOf(io), isJson }, failure)
    return exitCodes[failure.kind]
  } finally {
    opened?.db.close()
  }
}
