import { env } from 'cloudflare:workers'
import type { Client } from '../../../test/support/client'
import { sql } from '../../lib/db/sql'
import type { Zone } from '../../lib/time/days'
import { LimitBody } from '../app-rules/limit-body'
import { reportUses } from '../usage/queries'

/** A limit of 30 minutes a day, with other members. */
export const someLimit = (more: object = {}) => LimitBody.parse({ seconds: 1800, period: 'day', ...more })

let number = 0

/** Reports the use of an app, which ended at `end` (epoch ms). */
export const report = (userId: string, package_name: string, end: number, minutes: number, zone: Zone) => {
  number += 1
  const use = { id: `use-${number}`, package_name, started_at: end - minutes * 60_000, ended_at: end }
  return reportUses(env.DB, userId, { clientId: 'phone', uses: [use], zone }, end)
}

export type Checked = {
  is_whitelisted: boolean
  source: string
  blocked_by?: 'limit'
  limit?: {
    seconds: number
    used_seconds: number
    left_seconds: number
    earned_seconds?: number
    extended_seconds?: number
    period: string
    scope: string
    until: string
  }
}

export const check = async ({ json }: Client, packageName: string) =>
  (await json('GET', `/api/v1/whitelist/check?package_name=${packageName}`)).json<Checked>()

/** The stored limits of a person, by scope. */
export const storedLimits = async (userId: string) => {
  const { results } = await sql(env.DB)`
    SELECT scope, time_limit FROM app_limits WHERE user_id = ${userId} ORDER BY scope`.all<Record<string, string>>()
  return results.map(({ scope, time_limit }) => [scope, JSON.parse(time_limit ?? '')])
}
