import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { rows } from '../../../../test/support/client'
import { isWhole, runs } from '../../../../test/support/runs'
import { pushService, runAt } from '../testing'
import { livedBy } from './acts/testing'
import { monthOf } from './oracle/testing'
import { comesAlone, day, length, life, minute } from './testing'

const service = pushService()

const mailed = async (email: string, after: number) => {
  const mails = await rows<{ number: number; subject: string; text: string }>(
    'SELECT number, subject, text FROM outbox WHERE recipient = ? AND number > ? ORDER BY number',
    ...[email, after],
  )
  const letters = mails.map(({ subject, text }) =>
    (subject.startsWith('Your week,') ? ['Your week'] : text.split('\n\n').slice(0, -1)).map(
      (part) => `mail ${part.split('\n')[0]}`,
    ),
  )
  return { letters, lines: letters.flat(), last: mails.at(-1)?.number ?? after }
}

/** Names of goals come in any order. */
const sorted = (line: string) =>
  line.replace(/(behind: )(.*)/, (_, before, names) => before + names.split(', ').sort().join(', '))

test('in a month each reminder comes once, none but of a focus in quiet hours, and none after what it spoke of was done', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const property = fc.asyncProperty(life, async (one) => {
    const month = monthOf(one)
    vi.useFakeTimers({ toFake: ['Date'], now: month.first })
    service.pushed.length = 0
    service.statuses.clear()
    const { client, acts, pushedKeys } = await livedBy(one, month, service)
    const end = month.first + length * day
    let [turn, mail] = [0, 0]
    const look = async () => {
      const at = month.now()
      vi.setSystemTime(at)
      const run = () => runAt(client.userId, at)
      turn += 1
      // An alarm rings at least once.
      const [next] = await Promise.all(turn % 3 === 0 ? [run(), run()] : [run()])
      const pushed = service.pushed.splice(0)
      const post = await mailed(`${client.userId}@example.com`, mail)
      mail = post.last
      const said = pushed.flatMap(({ device, tag, title, body }) => {
        const lines = tag === 'waited' ? body.split('\n') : [body ? `${title}: ${body}` : title]
        return lines.map((line) => `${device.at(-1)} ${sorted(line)}`)
      })
      const { lines, all, together } = month.deliver()
      const when = new Date(at).toISOString()
      const lost = [...month.lost.values()]
      const told = [...said, ...post.lines.map(sorted)].filter(
        (line) => lines.includes(line) || !lost.some((one) => line.endsWith(` ${one}`)),
      )
      expect([when, ...told].sort()).toEqual([when, ...lines].sort())
      const joint = [...post.letters, ...pushed.map(({ body, tag }) => (tag === 'waited' ? body.split('\n') : []))]
      const buried = joint.filter((letter) => letter.length > 1).flat()
      const ofNow = all.filter(comesAlone).flatMap(({ line }) => [`mail ${line}`, line])
      expect([when, ...buried.filter((line) => ofNow.includes(line))]).toEqual([when])
      const waited = pushed.filter(({ tag }) => tag === 'waited').length
      if (lost.length === 0) expect([when, waited]).toEqual([when, together])
      for (const { key, title, body } of pushed) {
        const of = all.filter(({ line }) => line === sorted(body ? `${title}: ${body}` : title))
        if (key && of.length === 1 && of[0]) pushedKeys.push({ key, of: of[0].key, at })
      }
      return next ?? Number.POSITIVE_INFINITY
    }
    let alarm = await look()
    const watch = () => {
      if (month.now() < alarm && month.due().length > 0)
        throw new Error(`Nobody looks at ${new Date(month.now()).toISOString()} for ${month.due()[0]?.line}`)
    }
    const late = () => (one.lates[turn % one.lates.length] ?? 0) * minute
    for (const { at, does } of [
      ...acts.filter(({ at }) => at < end).sort((a, b) => a.at - b.at),
      { at: end, does: async () => undefined },
    ]) {
      while (alarm + late() < at) {
        month.passTo(alarm + late(), watch)
        alarm = await look()
      }
      month.passTo(at, watch)
      vi.setSystemTime(at)
      await does()
      alarm = await look()
    }
  })
  await fc.assert(property, { numRuns: runs(40, 1), endOnFailure: true, ...(!isWhole && { seed: 54 }) })
}, 900_000)
