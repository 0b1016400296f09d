import { expect } from 'vitest'
import type { Client } from '../../../../test/support/client'
import { nextPage, rowIds } from '../testing'

/** Ids of a list on all of its pages, sorted, with the total that the first one shows. */
export const listed = async (client: Client, path: string, more = '') => {
  const ids: (string | undefined)[] = []
  let total = ''
  let pages = 0
  for (let next: string | undefined = path; next !== undefined; pages += 1) {
    if (pages > 20) throw new Error(`the list does not end: ${next}`)
    const answer: Response = await client.get(next + more)
    expect([next, answer.status]).toEqual([next, 200])
    const html = await answer.text()
    if (pages === 0) total = /<p id="sessions-total".*?<\/p>/s.exec(html)?.[0] ?? ''
    ids.push(...rowIds(html))
    next = nextPage(html)
  }
  return { ids: ids.toSorted(), total, seconds: Number(/data-total="(\d+)"/.exec(total)?.[1]) }
}

/** Ids in a CSV, with the seconds that its filter counts. */
export const csvRows = async (client: Client, query: string) => {
  const answer = await client.get(`/sessions.csv?${query}`)
  expect(answer.status).toBe(200)
  const [header = '', ...lines] = (await answer.text()).trim().split('\r\n')
  expect(header.split(',').at(-1)).toBe('counted_seconds')
  return lines.map((line) => ({ id: line.split(',')[0], seconds: Number(line.split(',').at(-1)) }))
}
