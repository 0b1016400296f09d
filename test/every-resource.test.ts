import { capitalize } from '../functions/lib/text/text'
import type { Client } from './support/client'
import { actsLikeAResource, type TextFields } from './support/resource-contract'

/** Where the pages and the JSON of a kind are, and their section in the OpenAPI document. */
const at = (pages: string, list = pages, api = pages) => {
  const path = `/api/v1/${api}`
  const tag = capitalize(api.replace('-', ' '))
  return {
    paths: () => ({ list: `/${list}`, pages: `/${pages}`, api: path }),
    described: { path, item: `${path}/{id}`, tag },
  }
}

/** A form, and an edit of one of its fields. */
const edits = (form: TextFields, changed: TextFields, patch: object = changed, onPage = false) => {
  const [name = ''] = Object.keys(changed)
  const shown: [string, string] = [form[name] ?? '', changed[name] ?? '']
  return { form, edited: { form: { ...form, ...changed }, shown, patch, onPage } }
}

actsLikeAResource({
  name: 'project',
  table: 'projects',
  ...at('projects'),
  ...edits({ name: 'Thesis', client: 'UNAM', classification: 'learning', color: 'plum' }, { name: 'Tesis' }),
  invalid: { form: { name: '', client: 'typed "before"' }, message: 'Enter a name', kept: 'client' },
  body: { name: 'Thesis', color: 'jade' },
  invalidBody: { body: { name: 7 }, path: 'name' },
})

actsLikeAResource({
  name: 'organization',
  table: 'organizations',
  ...at('organizations'),
  ...edits({ name: 'Harbour Clinic', type: 'client', notes: 'Invoices by the 5th' }, { name: 'Harbour Hospital' }),
  invalid: { form: { name: ' ', notes: 'typed <before>' }, message: 'Enter a name', kept: 'notes' },
  body: { name: 'Harbour Clinic', type: 'client' },
  invalidBody: { body: { name: 'A', type: 'bank' }, path: 'type' },
})

actsLikeAResource({
  name: 'person',
  table: 'people',
  ...at('people'),
  ...edits({ name: 'Ada Byron', role: 'coach', email: 'ada@example.com', notes: 'Tuesdays' }, { name: 'Ada Lovelace' }),
  invalid: {
    form: { name: 'Ada', email: 'typed "before"' },
    message: 'Enter an address such as ada@example.com',
    kept: 'email',
  },
  body: { name: 'Ada Byron', role: 'coach' },
  invalidBody: { body: { name: 'A', organization_id: 'none' }, path: 'organization_id' },
})

actsLikeAResource({
  name: 'task',
  table: 'tasks',
  ...at('tasks'),
  ...edits({ title: 'Call the bank', description: 'About the fee', priority: 'high' }, { title: 'Write to the bank' }),
  invalid: { form: { title: ' ', description: 'typed <before>' }, message: 'Enter a title', kept: 'description' },
  body: { title: 'Call the bank', estimated_minutes: 15, repeat: 'weekly' },
  invalidBody: { body: { title: 'A', goal_id: 'none' }, path: 'goal_id' },
})

actsLikeAResource({
  name: 'card',
  table: 'cards',
  ...at('cards'),
  ...edits({ question: 'to be (permanent)', answer: 'ser', source: 'Chapter 3' }, { question: 'to be (for now)' }),
  invalid: { form: { question: ' ', answer: 'typed <before>' }, message: 'Enter a question', kept: 'answer' },
  body: { question: 'to be (permanent)', answer: 'ser', tags: ['verb'] },
  invalidBody: { body: { question: 'A', answer: 'B', plan_id: 'none' }, path: 'plan_id' },
})

actsLikeAResource({
  name: 'meeting',
  table: 'meetings',
  ...at('meetings'),
  ...edits({ title: 'Weekly with Ada', date: '2026-11-24', time: '09:30' }, { title: 'Weekly with Bob' }),
  invalid: {
    form: { title: ' ', date: '2026-11-24', people: 'typed <before>' },
    message: 'Enter a title',
    kept: 'people',
  },
  body: { title: 'Weekly with Ada', time: '09:30', preparation_notes: 'Ask about spring' },
  invalidBody: { body: { title: 'A', attendees: ['none'] }, path: 'attendees' },
})

actsLikeAResource({
  name: 'learning',
  table: 'learnings',
  ...at('learnings'),
  ...edits(
    { title: 'CTEs can be materialized', content: 'With `MATERIALIZED`', type: 'concept', date: '2026-11-20' },
    { title: 'CTEs may be materialized' },
  ),
  invalid: {
    form: { title: ' ', content: 'typed <before>', date: '2026-11-20' },
    message: 'Enter a title',
    kept: 'content',
  },
  body: { title: 'CTEs can be materialized', tags: ['sql'] },
  invalidBody: { body: { title: 'A', plan_id: 'none' }, path: 'plan_id' },
})

actsLikeAResource({
  name: 'task',
  table: 'tasks',
  ...at('tasks', 'tasks/with-people', 'action-items'),
  ...edits(
    { title: 'Send the figures', owner: 'me', due_date: '2026-11-27', priority: 'high' },
    { title: 'Send all figures' },
    { description: 'Send all figures' },
  ),
  invalid: {
    form: { title: 'Send the figures', owner: 'me', due_date: 'typed <before>' },
    message: 'Enter a date such as 2026-11-27',
    kept: 'due_date',
  },
  body: { description: 'Send the figures', due_date: '2026-11-27' },
  invalidBody: { body: { description: 'A', person_id: 'none' }, path: 'person_id' },
})

actsLikeAResource({
  name: 'feedback',
  table: 'feedback',
  ...at('feedback'),
  ...edits({ content: 'Clear slides', sentiment: 'positive', date: '2026-11-20' }, { content: 'Very clear slides' }),
  invalid: { form: { content: 'typed <before>', date: 'someday' }, message: 'Enter a date, such as', kept: 'content' },
  body: { content: 'Clear slides', tags: ['talks'] },
  invalidBody: { body: { content: 'A', from_person_id: 'none' }, path: 'from_person_id' },
})

actsLikeAResource({
  name: 'review',
  table: 'reviews',
  ...at('reviews'),
  form: { period: 'month', date: '2026-03-01', words: 'Shipped the import' },
  invalid: {
    form: { period: 'month', date: '2026-03-01', words: 'x'.repeat(10_001) },
    message: 'A review has at most 10,000 characters',
    kept: 'words',
  },
  body: { period: 'week', date: '2026-03-01', words: 'Shipped the import' },
  invalidBody: { body: { period: 'week', date: '2026-02-30', words: 'x' }, path: 'date' },
  edited: {
    form: { words: 'Shipped the export' },
    shown: ['Shipped the import', 'Shipped the export'],
    patch: { words: 'Shipped the export' },
  },
})

actsLikeAResource({
  name: 'draft',
  table: 'evidence_drafts',
  ...at('evidence'),
  ...edits(
    { title: 'Half a year', from_date: '2026-01-01', to_date: '2026-06-30', introduction: 'What I did' },
    { title: 'A whole year' },
    undefined,
    true,
  ),
  invalid: {
    form: { title: '<'.repeat(201), from_date: '2026-01-01', to_date: '2026-06-30' },
    message: 'A title has at most 200 characters',
    kept: 'title',
  },
  body: { title: 'Half a year', from_date: '2026-01-01', to_date: '2026-06-30' },
  invalidBody: { body: { title: 'A', from_date: '2026-06-30', to_date: '2026-01-01' }, path: 'to_date' },
})

actsLikeAResource({
  name: 'report',
  table: 'reports',
  ...at('reports'),
  ...edits(
    { title: 'October', from_date: '2026-10-01', to_date: '2026-10-31', note: 'As agreed' },
    { title: 'October, again' },
    undefined,
    true,
  ),
  invalid: {
    form: { title: '<'.repeat(201), from_date: '2026-10-01', to_date: '2026-10-31' },
    message: 'A title has at most 200 characters',
    kept: 'title',
  },
  body: { title: 'October', from: '2026-10-01', to: '2026-10-31' },
  invalidBody: { body: { title: 'A', from: '2026-10-31', to: '2026-10-01' }, path: 'to' },
})

actsLikeAResource({
  name: 'view',
  table: 'views',
  ...at('views'),
  described: { path: '/api/v1/views', item: '/api/v1/views/{id}', tag: 'Saved views' },
  ...edits({ name: 'Deep work', page: 'stats', query: 'range=7' }, { name: 'Deep' }),
  invalid: { form: { name: ' ', page: 'stats', query: 'tag=%3Cdeep%3E' }, message: 'Enter a name', kept: 'query' },
  body: { name: 'Deep work', page: 'stats', query: 'tag=deep' },
  invalidBody: { body: { name: 'Deep work', page: 'stats', query: 'planet=1' }, path: 'query' },
})

actsLikeAResource({
  name: 'skill',
  table: 'skills',
  ...at('skills'),
  ...edits({ name: 'SQL', category: 'technical', notes: 'Window functions' }, { name: 'SQLite' }),
  invalid: { form: { name: ' ', notes: 'typed <before>' }, message: 'Enter a name', kept: 'notes' },
  body: { name: 'SQL', confidence_level: 3, teams: [{ team_name: 'Data', relevance: 'high' }] },
  invalidBody: { body: { name: 'SQL', project_ids: ['none'] }, path: 'project_ids' },
})

actsLikeAResource({
  name: 'check-in',
  table: 'energy_checkins',
  ...at('energy'),
  ...edits(
    { energy_level: '4', engagement_level: '3', mood: 'calm', notes: 'After lunch' },
    { mood: 'tired' },
    { energy_level: 5 },
  ),
  stored: ({ energy_level, engagement_level, ...words }) => ({
    ...words,
    energy_level: Number(energy_level),
    engagement_level: Number(engagement_level),
  }),
  invalid: {
    form: { engagement_level: '3', mood: 'typed "before"' },
    message: 'Choose your energy from 1 to 5',
    kept: 'mood',
  },
  body: { energy_level: 4, engagement_level: 3 },
  invalidBody: { body: { energy_level: 6, engagement_level: 3 }, path: 'energy_level' },
})

actsLikeAResource({
  name: 'stretch of days off',
  table: 'days_off',
  paths: () => ({ list: '/settings/days-off', pages: '/settings/days-off', api: '/api/v1/days-off' }),
  described: { path: '/api/v1/days-off', item: '/api/v1/days-off/{date}', tag: 'Days off' },
  form: { from: '2026-12-24', to: '2026-12-24', label: 'Christmas Eve' },
  invalid: { form: { from: '2026-02-30', label: 'Mine' }, message: 'Enter a date that exists', kept: 'label' },
  body: { label: 'Christmas Eve' },
  invalidBody: { body: { label: 'x'.repeat(101) }, path: 'label' },
  deletePath: ({ date, label }) =>
    `/delete?${new URLSearchParams({ from: `${date}`, to: `${date}`, label: `${label}` })}`,
  putPath: '/2026-12-24',
})

actsLikeAResource({
  name: 'goal',
  table: 'goals',
  ...at('goals'),
  ...edits(
    { title: 'Finish the thesis', category: 'technical', target_date: '2031-01-15' },
    { title: 'Defend the thesis' },
  ),
  invalid: { form: { title: '', description: 'typed <before>' }, message: 'Enter a title', kept: 'description' },
  body: { title: 'Finish the thesis', kind: 'weekly', target_minutes: 300 },
  invalidBody: { body: { title: 'A', kind: 'yearly' }, path: 'kind' },
})

const goalPaths = async (client: Client) => {
  const id = await client.add('/goals', { title: 'Finish' })
  return { list: `/goals/${id}`, pages: `/goals/${id}/milestones`, api: `/api/v1/goals/${id}/milestones` }
}

actsLikeAResource({
  name: 'milestone',
  table: 'goal_milestones',
  paths: goalPaths,
  described: {
    path: '/api/v1/goals/{id}/milestones',
    item: '/api/v1/goals/{id}/milestones/{milestone}',
    tag: 'Milestones',
  },
  ...edits({ description: 'Outline', target_date: '2026-11-27' }, { description: 'Outlines' }),
  invalid: {
    form: { description: 'typed "before"', target_date: 'soon' },
    message: 'Enter a target date',
    kept: 'description',
  },
  body: { description: 'Outline', target_date: '2026-11-27' },
  invalidBody: { body: { description: '' }, path: 'description' },
})
