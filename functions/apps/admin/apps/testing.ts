import { env } from 'cloudflare:workers'
import { type Client, rows } from '../../../../test/support/client'
import type { AppValues } from './schema'
import { tickValue } from './schema'
import { writeApps } from './writes'

/** Begins no word of another test's apps. */
export const newWord = () => `t${crypto.randomUUID().replaceAll('-', '')}`

type Given = Partial<AppValues> & { package_name: string }

/** Adds defaults as an admin, blocked and unlocked by default. */
export const addApps = (admin: Client, apps: Given[]) =>
  writeApps(
    env.DB,
    admin.userId,
    apps.map(({ package_name, ...values }) => ({
      package_name,
      before: null,
      after: { label: package_name, category: null, is_whitelisted: 0, is_locked: 0, ...values },
    })),
    Date.now(),
  )

export const stored = async (packageName: string) =>
  (
    await rows<AppValues & { seq: number }>(
      'SELECT label, category, is_whitelisted, is_locked, seq FROM apps WHERE package_name = ?',
      packageName,
    )
  )[0]

export const seen = async (packageName: string) => ({
  package_name: packageName,
  seq: String((await stored(packageName))?.seq),
})

/** Values of the apps' boxes at their present versions. */
export const ticks = (packageNames: string[]) =>
  Promise.all(
    packageNames.map(async (package_name) => tickValue({ package_name, seq: (await stored(package_name))?.seq ?? 0 })),
  )

export const catalogueNow = async () => {
  const [found] = await rows<{ seq: number; app_count: number; allowed_count: number }>(
    'SELECT seq, (SELECT count(*) FROM apps) AS app_count, (SELECT total(is_whitelisted) FROM apps) AS allowed_count FROM app_catalogue',
  )
  return found ?? { seq: 0, app_count: 0, allowed_count: 0 }
}

/** Deletes the defaults that tests added. */
export const noApps = () => rows('DELETE FROM apps')

/** Package names of a page's rows, in order. */
export const listed = (html: string) =>
  [...html.matchAll(/name="ids" value="\d+:([^"]+)"/g)].map(([, name]) => name ?? '')

/** Path of the Undo in an answer. */
export const undoIn = (html: string) => /\/changes\/admin\.apps~[\w-]+\/undo/.exec(html)?.[0] ?? ''
