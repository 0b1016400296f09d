/** The server of one's own, and its commands: `serve`, `sign-in <address>` and `restore <copy>`. */
import { readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { onEndOfNpm } from '../watch-npm'
import { askServer } from './control'
import { load } from './dump'
import { isReady, serve } from './serve'
import { readSettings } from './settings'
import { holdFolder, Refusal, refusalOf, refuseNoDatabase, restoreCopy } from './storage'

const folder = import.meta.dirname

/** Time for which `sign-in` waits for a server that is starting. */
const startSeconds = 20

/** @param address of commands that need none */
const settingsOf = (address?: string) => {
  const settings = readSettings({ PUBLIC_URL: address, ...process.env, ENVIRONMENT: 'production', RATE_LIMITS: 'on' })
  settings.variables.SIGN_UP ??= 'invited'
  return settings
}

/** A file with the database of an SQL file, as `npm run db:export` writes it. */
const loaded = (sql: string, state: string) => {
  const file = join(state, 'loaded.sqlite')
  rmSync(file, { force: true })
  load(readFileSync(sql, 'utf8'), file)
  return file
}

onEndOfNpm(() => process.exit(1))

const commands: Record<string, (argument?: string) => Promise<void>> = {
  serve: async () => {
    await serve(settingsOf(), folder)
  },
  health: async () => {
    if (!(await isReady(settingsOf('http://localhost'))))
      throw new Refusal('The server doesn’t answer, or part of it fails.')
  },
  'sign-in': async (email = '') =>
    console.log(await askServer(settingsOf('http://localhost').state, 'sign-in', email, startSeconds)),
  restore: async (copy) => {
    const settings = settingsOf('http://localhost')
    const { state } = settings
    if (!copy)
      throw new Refusal(
        'Enter the copy to restore: STATE_DIR=… npm run restore-server -- …/copies/night-2026-11-28.sqlite',
      )
    if (!process.env.STATE_DIR)
      throw new Refusal(`Set STATE_DIR to the folder of the server. If that is ${state}: STATE_DIR=${state}`)
    if (!options.includes('--new')) refuseNoDatabase(settings, ' To make a new server from the copy, add --new.')
    const release = holdFolder(state)
    try {
      const file = copy.endsWith('.sql') ? loaded(resolve(copy), state) : resolve(copy)
      const aside = restoreCopy(settings, file, join(folder, 'migrations'))
      console.log(`Restored ${copy} in ${state}.${aside ? ` The previous database is ${aside}.` : ''}`)
    } catch (error) {
      throw refusalOf(error as Error, state)
    } finally {
      rmSync(join(state, 'loaded.sqlite'), { force: true })
      release()
    }
  },
}

const isOption = (argument: string) => argument.startsWith('--')
const options = process.argv.filter(isOption)
const [name = 'serve', argument] = process.argv.slice(2).filter((one) => !isOption(one))
const command = commands[name]
try {
  if (!command) throw new Refusal(`There is no command “${name}”. Use one of: ${Object.keys(commands).join(', ')}.`)
  await command(argument)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  // At once, also while timers and workerd run: workerd ends with this process.
  process.exit(1)
}
