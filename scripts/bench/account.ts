import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { root } from '../settings'
import { send } from './measure'

/** An account with so many years of history, and the headers that sign a request in to it. */
export type Account = { email: string; years: number; headers: Record<string, string> }

/** Fills an account as `npm run seed` does, in a state folder of its own. */
export const seed = (state: string, email: string, years: number) =>
  new Promise<void>((done, failed) => {
    const tsx = resolve(root, 'node_modules/tsx/dist/cli.mjs')
    const command = [tsx, resolve(root, 'scripts/seed.ts'), '--email', email, '--years', String(years)]
    const child = spawn(process.execPath, command, {
      cwd: root,
      env: { ...process.env, STATE_DIR: state },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    child.on('exit', (code) => (code === 0 ? done() : failed(new Error(`Seeding ${email} failed`))))
  })

/** Signs in by the link in the outbox. */
export const signIn = async (url: string, email: string, years: number): Promise<Account> => {
  await send(url, { path: '/auth/magic-link', method: 'POST', form: { email } })
  const outbox = await send(url, { path: `/dev/outbox?to=${email}`, headers: { Accept: 'application/json' } })
  const [, token = ''] = /token=([\w-]+)/.exec(outbox.body) ?? []
  const { headers } = await send(url, { path: '/auth/verify', method: 'POST', form: { token } })
  const [cookie = ''] = String(headers['set-cookie'] ?? '').split(';')
  if (!cookie.startsWith('session=')) throw new Error(`Signing in as ${email} failed`)
  return { email, years, headers: { Cookie: cookie } }
}
