import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { root } from '../settings'
import { send } from './measure'

/** An account with `years` of history. `headers` hold its sign-in cookie. */
export type Account = { email: string; years: number; headers: Record<string, string> }

/** Runs a script in its own process with `state` as STATE_DIR. */
const runScript = (state: string, script: string, ...args: string[]) =>
  new Promise<void>((done, failed) => {
    const tsx = resolve(root, 'node_modules/tsx/dist/cli.mjs')
    const child = spawn(process.execPath, [tsx, resolve(root, script), ...args], {
      cwd: root,
      env: { ...process.env, STATE_DIR: state },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    child.on('exit', (code) => (code === 0 ? done() : failed(new Error(`${script} ${args.join(' ')} failed`))))
  })

export const seedAccount = (state: string, email: string, years: number) =>
  runScript(state, 'scripts/seed.ts', '--email', email, '--years', String(years))

/** Fills the app catalogue and adds rules to the accounts. */
export const fillApps = (state: string, emails: string[]) => runScript(state, 'scripts/bench/apps.ts', ...emails)

const goalKinds = [
  ...['ticks', 'days', 'sessions', 'tasks', 'cards', 'chunks'].map((times_of) => ({
    measure: 'times',
    times_of,
    target: 3,
  })),
  { measure: 'time', target: 36_000, counts: { any_of: ['all'] } },
  { measure: 'time', target: 36_000, direction: 'at_most', counts: { any_of: ['classification:learning'] } },
  { measure: 'value', target: 300, start_value: 0, unit: 'pages', period: 'once' },
]

/** With the 12 open goals of its history, an account then has 40 of all kinds. */
const addedGoals = 28

export const addGoals = async (url: string, { headers }: Account) => {
  for (let n = 0; n < addedGoals; n += 1) {
    const json = { title: `Goal ${n}`, period: 'week', ...goalKinds[n % goalKinds.length] }
    const { status, body } = await send(url, { path: '/api/v1/goals', method: 'POST', headers, json })
    if (status !== 201) throw new Error(`A goal was refused: ${body}`)
  }
}

/** Signs in with the link in the development outbox. */
export const signIn = async (url: string, email: string, years: number): Promise<Account> => {
  await send(url, { path: '/auth/magic-link', method: 'POST', form: { email } })
  const outbox = await send(url, { path: `/dev/outbox?to=${email}`, headers: { Accept: 'application/json' } })
  const [, token = ''] = /token=([\w-]+)/.exec(outbox.body) ?? []
  const { headers } = await send(url, { path: '/auth/verify', method: 'POST', form: { token } })
  // The answer knows the browser by a cookie before it.
  const cookie = [headers['set-cookie'] ?? []].flat().find((one) => one.startsWith('session='))
  if (cookie === undefined) throw new Error(`Signing in as ${email} failed`)
  return { email, years, headers: { Cookie: cookie.replace(/;.*/, '') } }
}
