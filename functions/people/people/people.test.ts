import { expect, test } from 'vitest'
import { type Client, signedIn } from '../../../test/support/client'

type Person = { id: string; name: string; organization_id: string | null; role: string; seq: number }

const setting = async () => {
  const client = await signedIn()
  const clinic = await client.made('/organizations', { name: 'Harbour Clinic', type: 'client' })
  const school = await client.made('/organizations', {
    name: 'École normale',
    type: 'school',
    notes: 'Rue d’Ulm',
  })
  const ada = await client.made<Person>('/people', { name: 'Ada', role: 'coach', organization_id: clinic.id })
  const bob = await client.made<Person>('/people', { name: 'bob', notes: 'Plays the cello' })
  return { client, clinic, school, ada, bob }
}

/** The page without the navigation, which names all organizations. */
const textOf = async (client: Client, path: string) => (await (await client.get(path)).text()).split('<main')[1] ?? ''
const peopleOf = async (client: Client, query: string) => {
  const { items } = await (await client.json('GET', `/api/v1/people${query}`)).json<{ items: Person[] }>()
  return items.map(({ name }) => name)
}

test('people are found by their words and by their organization', async () => {
  const { client, clinic } = await setting()
  expect(await peopleOf(client, '')).toEqual(['bob', 'Ada'])
  expect(await peopleOf(client, '?q=cell')).toEqual(['bob'])
  expect(await peopleOf(client, '?q=%21')).toEqual([])
  expect(await peopleOf(client, `?organization_id=${clinic.id}`)).toEqual(['Ada'])
  const all = await textOf(client, '/people')
  expect(all.indexOf('Ada')).toBeLessThan(all.indexOf('bob'))
  expect(await textOf(client, '/people?q=cell')).not.toContain('<bdi>Ada</bdi>')
  const ofClinic = await textOf(client, `/people?organization=${clinic.id}`)
  expect(ofClinic).toContain('<bdi>Ada</bdi>')
  expect(ofClinic).not.toContain('<bdi>bob</bdi>')
  expect(await textOf(client, '/search?q=harbour')).toContain(`/organizations/${clinic.id}`)
})

test('organizations are found by their words and by their type', async () => {
  const { client } = await setting()
  const named = async (query: string) => {
    const answer = await client.json('GET', `/api/v1/organizations${query}`)
    return (await answer.json<{ items: Person[] }>()).items.map(({ name }) => name)
  }
  expect(await named('?type=school')).toEqual(['École normale'])
  expect(await named('?q=ulm')).toEqual(['École normale'])
  const page = await textOf(client, '/organizations?type=client')
  expect(page).toContain('Harbour Clinic')
  expect(page).not.toContain('École')
  expect(page).toContain('1 person')
})

test('a person shows as without the organization while it is deleted, and keeps it', async () => {
  const { client, clinic, ada } = await setting()
  const path = `/people/${ada.id}`
  const read = async () => (await client.json('GET', `/api/v1${path}`)).json<Person>()
  expect(await textOf(client, path)).toContain('Harbour Clinic')
  expect(await textOf(client, `/organizations/${clinic.id}`)).toContain('<bdi>Ada</bdi>')
  await client.post(`/organizations/${clinic.id}/delete`)
  expect((await read()).organization_id).toBeNull()
  expect(await textOf(client, path)).not.toContain('Harbour Clinic')
  const form = await textOf(client, `${path}/edit`)
  expect(form).toContain(`<option value="${clinic.id}" selected="">Harbour Clinic (deleted)`)
  await client.json('PATCH', `/api/v1${path}`, { role: 'manager' })
  const seq = String((await read()).seq)
  await client.post(path, { name: 'Ada', role: 'coach', organization_id: clinic.id, seq })
  await client.post(`/organizations/${clinic.id}/restore`)
  expect(await read()).toMatchObject({ role: 'coach', organization_id: clinic.id })
})

test('two organizations have two names, and one cannot be restored while another has its name', async () => {
  const { client, clinic } = await setting()
  const again = await client.post('/organizations', { name: ' harbour clinic ' })
  expect(again.status).toBe(422)
  expect(await again.text()).toContain('already have an organization with this name')
  await client.post(`/organizations/${clinic.id}/delete`)
  expect((await client.post('/organizations', { name: 'Harbour Clinic' })).status).toBe(303)
  expect((await client.post(`/organizations/${clinic.id}/restore`)).status).toBe(409)
})
