import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { insertRows, shownRows, twoOrganizations } from '../../test/organizations'
import { runs } from '../../test/runs'
import { allOrgs } from '../lib/org'

test('people are those of the context', async () => {
  const somePeople = fc.array(fc.nat(3), { minLength: 1, maxLength: 14 })
  const check = fc.asyncProperty(somePeople, async (filed) => {
    const { stamps, columns, contexts, beta, isIn, get, listed } = await twoOrganizations()
    const people = filed.map((own, index) => ({ own, name: `row ${index}.` }))
    await insertRows(
      'people',
      people.map(({ own, name }) => ({
        ...{ ...stamps, id: uuid(), name, notes: 'Quokka', organization_id: columns({ own }).organization_id },
      })),
    )
    for (const org of contexts) {
      const own = people.filter((person) => isIn(org, { own: person.own }))
      const names = own.map(({ name }) => name).sort()
      expect([org, shownRows(await get('/people', org))]).toEqual([org, names])
      expect([org, shownRows(await get('/people?q=quokka', org))]).toEqual([org, names])
      // The context is the filter: a filter by another organization is neither offered nor kept.
      const filtered = await get(`/people?organization=${beta}`, org)
      expect(filtered.includes('All organizations</option>')).toBe(org === allOrgs)
      if (org !== allOrgs) expect([org, shownRows(filtered)]).toEqual([org, names])
      expect((await listed('/people', org)).map(({ name }) => name).sort()).toEqual(names)
    }
  })
  await fc.assert(check, { numRuns: runs(30) })
})
