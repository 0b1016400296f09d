import fc from 'fast-check'
import { expect, test } from 'vitest'
import { signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { duration, durationLeft } from '../../lib/text/format'
import { addDays, dayOf } from '../../lib/time/days'
import { words } from '../../time/sessions/testing'

const target = 1_440

test('the sums of today and tomorrow are those of the minutes of their meetings and tasks', async () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 170 }), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(lengths, lengths, fc.option(fc.integer({ min: 1, max: 100 })), async (todays, tomorrows, task) => {
      const zone = { time_zone: 'UTC', day_start_minute: 0 }
      const client = await signedIn({ ...zone, daily_target_minutes: target })
      const today = dayOf(Date.now(), zone)
      const meet = (date: string) => (duration_minutes: number) =>
        client.json('POST', '/api/v1/meetings', { title: 'Weekly', date, duration_minutes })
      await Promise.all([...todays.map(meet(today)), ...tomorrows.map(meet(addDays(today, 1)))])
      // One without a length adds nothing.
      await client.json('POST', '/api/v1/meetings', { title: 'Open', date: today })
      if (task) await client.json('POST', '/api/v1/tasks', { title: 'Write', date: today, estimated_minutes: task })
      const text = words(await (await client.get('/')).text())
      const seconds = (minutes: number[]) => 60 * minutes.reduce((sum, one) => sum + one, 0)
      expect(text).toContain(`${durationLeft(target * 60 - seconds([...todays, task ?? 0]))} of target unplanned`)
      expect(text).toMatch(new RegExp(`Tomorrow ${tomorrows.length} meetings? · ${duration(seconds(tomorrows))}`))
    }),
    { numRuns: runs(40) },
  )
})
