import { z } from 'zod'
import type { ProgramKind } from '../../auth/programs/jwt'
import { Instant } from '../../lib/api/values'

/** Where a person is signed in: a browser, a program or the browser extension. */
export type Device = {
  id: string
  kind: 'browser' | ProgramKind
  /** In words, such as `Firefox on Linux`. */
  device: string
  /** epoch ms */
  created_at: number
  /** epoch ms; a browser's is noted once an hour */
  last_seen_at: number
}

export const kindNames = { browser: 'Browser', program: 'Program', extension: 'Browser extension' } as const

/** A device as the API answers it. */
export const DeviceJson = z
  .object({
    id: z.string(),
    kind: z.enum(['browser', 'program', 'extension']),
    device: z.string().meta({ description: 'In words, as it named itself when it signed in.' }),
    current: z.boolean().meta({ description: 'Whether it is the one that asks.' }),
    created_at: Instant,
    last_seen_at: Instant,
  })
  .meta({ id: 'Device' })
