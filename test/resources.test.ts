import type { Client } from './client'
import { actsLikeAResource } from './resource'

actsLikeAResource({
  name: 'project',
  table: 'projects',
  paths: () => ({ list: '/projects', pages: '/projects', api: '/api/v1/projects' }),
  described: { path: '/api/v1/projects', item: '/api/v1/projects/{id}', tag: 'Projects' },
  form: { name: 'Thesis', client: 'UNAM', classification: 'learning', color: 'plum' },
  invalid: {
    form: { name: '', client: 'typed "before"' },
    message: 'Enter a name',
    kept: 'value="typed &quot;before&quot;"',
  },
  body: { name: 'Thesis', color: 'jade' },
  invalidBody: { body: { name: 7 }, path: 'name' },
  edited: {
    form: { name: 'Tesis', client: 'UNAM', classification: 'learning', color: 'plum' },
    shown: ['Thesis', 'Tesis'],
    patch: { name: 'Tesis' },
  },
})

actsLikeAResource({
  name: 'organization',
  table: 'organizations',
  paths: () => ({ list: '/organizations', pages: '/organizations', api: '/api/v1/organizations' }),
  described: { path: '/api/v1/organizations', item: '/api/v1/organizations/{id}', tag: 'Organizations' },
  form: { name: 'Harbour Clinic', type: 'client', notes: 'Invoices by the 5th' },
  invalid: {
    form: { name: ' ', notes: 'typed <before>' },
    message: 'Enter a name',
    kept: 'typed &lt;before&gt;',
  },
  body: { name: 'Harbour Clinic', type: 'client' },
  invalidBody: { body: { name: 'A', type: 'bank' }, path: 'type' },
  edited: {
    form: { name: 'Harbour Hospital', type: 'client', notes: 'Invoices by the 5th' },
    shown: ['Harbour Clinic', 'Harbour Hospital'],
    patch: { name: 'Harbour Hospital' },
  },
})

actsLikeAResource({
  name: 'person',
  table: 'people',
  paths: () => ({ list: '/people', pages: '/people', api: '/api/v1/people' }),
  described: { path: '/api/v1/people', item: '/api/v1/people/{id}', tag: 'People' },
  form: { name: 'Ada Byron', role: 'coach', email: 'ada@example.com', notes: 'Tuesdays' },
  invalid: {
    form: { name: 'Ada', email: 'typed "before"' },
    message: 'Enter an address such as ada@example.com',
    kept: 'value="typed &quot;before&quot;"',
  },
  body: { name: 'Ada Byron', role: 'coach' },
  invalidBody: { body: { name: 'A', organization_id: 'none' }, path: 'organization_id' },
  edited: {
    form: { name: 'Ada Lovelace', role: 'coach', email: 'ada@example.com', notes: 'Tuesdays' },
    shown: ['Ada Byron', 'Ada Lovelace'],
    patch: { name: 'Ada Lovelace' },
  },
})

actsLikeAResource({
  name: 'task',
  table: 'tasks',
  paths: () => ({ list: '/tasks', pages: '/tasks', api: '/api/v1/tasks' }),
  described: { path: '/api/v1/tasks', item: '/api/v1/tasks/{id}', tag: 'Tasks' },
  form: { title: 'Call the bank', description: 'About the fee', priority: 'high' },
  invalid: {
    form: { title: ' ', description: 'typed <before>' },
    message: 'Enter a title',
    kept: 'typed &lt;before&gt;',
  },
  body: { title: 'Call the bank', estimated_minutes: 15, repeat: 'weekly' },
  invalidBody: { body: { title: 'A', goal_id: 'none' }, path: 'goal_id' },
  edited: {
    form: { title: 'Write to the bank', description: 'About the fee', priority: 'high' },
    shown: ['Call the bank', 'Write to the bank'],
    patch: { title: 'Write to the bank' },
  },
})

actsLikeAResource({
  name: 'card',
  table: 'cards',
  paths: () => ({ list: '/cards', pages: '/cards', api: '/api/v1/cards' }),
  described: { path: '/api/v1/cards', item: '/api/v1/cards/{id}', tag: 'Cards' },
  form: { question: 'to be (permanent)', answer: 'ser', source: 'Chapter 3' },
  invalid: {
    form: { question: ' ', answer: 'typed <before>' },
    message: 'Enter a question',
    kept: 'typed &lt;before&gt;',
  },
  body: { question: 'to be (permanent)', answer: 'ser', tags: ['verb'] },
  invalidBody: { body: { question: 'A', answer: 'B', plan_id: 'none' }, path: 'plan_id' },
  edited: {
    form: { question: 'to be (for now)', answer: 'ser', source: 'Chapter 3' },
    shown: ['to be (permanent)', 'to be (for now)'],
    patch: { question: 'to be (for now)' },
  },
})

actsLikeAResource({
  name: 'meeting',
  table: 'meetings',
  paths: () => ({ list: '/meetings', pages: '/meetings', api: '/api/v1/meetings' }),
  described: { path: '/api/v1/meetings', item: '/api/v1/meetings/{id}', tag: 'Meetings' },
  form: { title: 'Weekly with Ada', date: '2026-11-24', time: '09:30' },
  invalid: {
    form: { title: ' ', date: '2026-11-24', people: 'typed <before>' },
    message: 'Enter a title',
    kept: 'typed &lt;before&gt;',
  },
  body: { title: 'Weekly with Ada', time: '09:30', preparation_notes: 'Ask about spring' },
  invalidBody: { body: { title: 'A', attendees: ['none'] }, path: 'attendees' },
  edited: {
    form: { title: 'Weekly with Bob', date: '2026-11-24', time: '09:30' },
    shown: ['Weekly with Ada', 'Weekly with Bob'],
    patch: { title: 'Weekly with Bob' },
  },
})

actsLikeAResource({
  name: 'learning',
  table: 'learnings',
  paths: () => ({ list: '/learnings', pages: '/learnings', api: '/api/v1/learnings' }),
  described: { path: '/api/v1/learnings', item: '/api/v1/learnings/{id}', tag: 'Learnings' },
  form: { title: 'CTEs can be materialized', content: 'With `MATERIALIZED`', type: 'concept', date: '2026-11-20' },
  invalid: {
    form: { title: ' ', content: 'typed <before>', date: '2026-11-20' },
    message: 'Enter a title',
    kept: 'typed &lt;before&gt;',
  },
  body: { title: 'CTEs can be materialized', tags: ['sql'] },
  invalidBody: { body: { title: 'A', plan_id: 'none' }, path: 'plan_id' },
  edited: {
    form: { title: 'CTEs may be materialized', content: 'With `MATERIALIZED`', type: 'concept', date: '2026-11-20' },
    shown: ['CTEs can be materialized', 'CTEs may be materialized'],
    patch: { title: 'CTEs may be materialized' },
  },
})

actsLikeAResource({
  name: 'task',
  table: 'tasks',
  paths: () => ({ list: '/tasks/with-people', pages: '/tasks', api: '/api/v1/action-items' }),
  described: { path: '/api/v1/action-items', item: '/api/v1/action-items/{id}', tag: 'Action items' },
  form: { title: 'Send the figures', owner: 'me', due_date: '2026-11-27', priority: 'high' },
  invalid: {
    form: { title: 'Send the figures', owner: 'me', due_date: 'typed <before>' },
    message: 'Enter a date such as 2026-11-27',
    kept: 'typed &lt;before&gt;',
  },
  body: { description: 'Send the figures', due_date: '2026-11-27' },
  invalidBody: { body: { description: 'A', person_id: 'none' }, path: 'person_id' },
  edited: {
    form: { title: 'Send all figures', owner: 'me', due_date: '2026-11-27', priority: 'high' },
    shown: ['Send the figures', 'Send all figures'],
    patch: { description: 'Send all figures' },
  },
})

actsLikeAResource({
  name: 'feedback',
  table: 'feedback',
  paths: () => ({ list: '/feedback', pages: '/feedback', api: '/api/v1/feedback' }),
  described: { path: '/api/v1/feedback', item: '/api/v1/feedback/{id}', tag: 'Feedback' },
  form: { content: 'Clear slides', sentiment: 'positive', date: '2026-11-20' },
  invalid: {
    form: { content: 'typed <before>', date: 'yesterday' },
    message: 'Enter a date from',
    kept: 'typed &lt;before&gt;',
  },
  body: { content: 'Clear slides', tags: ['talks'] },
  invalidBody: { body: { content: 'A', from_person_id: 'none' }, path: 'from_person_id' },
  edited: {
    form: { content: 'Very clear slides', sentiment: 'positive', date: '2026-11-20' },
    shown: ['Clear slides', 'Very clear slides'],
    patch: { content: 'Very clear slides' },
  },
})

actsLikeAResource({
  name: 'review',
  table: 'reviews',
  paths: () => ({ list: '/reviews', pages: '/reviews', api: '/api/v1/reviews' }),
  described: { path: '/api/v1/reviews', item: '/api/v1/reviews/{id}', tag: 'Reviews' },
  form: { period: 'month', date: '2026-03-01', words: 'Shipped the import' },
  invalid: {
    form: { period: 'month', date: '2026-03-01', words: 'x'.repeat(10_001) },
    message: 'A review has at most 10,000 characters',
    kept: 'x'.repeat(10_001),
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
  paths: () => ({ list: '/evidence', pages: '/evidence', api: '/api/v1/evidence' }),
  described: { path: '/api/v1/evidence', item: '/api/v1/evidence/{id}', tag: 'Evidence' },
  form: { title: 'Half a year', from_date: '2026-01-01', to_date: '2026-06-30', introduction: 'What I did' },
  invalid: {
    form: { title: '<'.repeat(201), from_date: '2026-01-01', to_date: '2026-06-30' },
    message: 'A title has at most 200 characters',
    kept: '&lt;'.repeat(201),
  },
  body: { title: 'Half a year', from_date: '2026-01-01', to_date: '2026-06-30' },
  invalidBody: { body: { title: 'A', from_date: '2026-06-30', to_date: '2026-01-01' }, path: 'to_date' },
  edited: {
    form: { title: 'A whole year', from_date: '2026-01-01', to_date: '2026-06-30', introduction: 'What I did' },
    shown: ['Half a year', 'A whole year'],
    patch: { title: 'A whole year' },
  },
})

actsLikeAResource({
  name: 'skill',
  table: 'skills',
  paths: () => ({ list: '/skills', pages: '/skills', api: '/api/v1/skills' }),
  described: { path: '/api/v1/skills', item: '/api/v1/skills/{id}', tag: 'Skills' },
  form: { name: 'SQL', category: 'technical', notes: 'Window functions' },
  invalid: {
    form: { name: ' ', notes: 'typed <before>' },
    message: 'Enter a name',
    kept: 'typed &lt;before&gt;',
  },
  body: { name: 'SQL', confidence_level: 3, teams: [{ team_name: 'Data', relevance: 'high' }] },
  invalidBody: { body: { name: 'SQL', project_ids: ['none'] }, path: 'project_ids' },
  edited: {
    form: { name: 'SQLite', category: 'technical', notes: 'Window functions' },
    shown: ['SQL', 'SQLite'],
    patch: { name: 'SQLite' },
  },
})

actsLikeAResource({
  name: 'check-in',
  table: 'energy_checkins',
  paths: () => ({ list: '/energy', pages: '/energy', api: '/api/v1/energy' }),
  described: { path: '/api/v1/energy', item: '/api/v1/energy/{id}', tag: 'Energy' },
  form: { energy_level: '4', engagement_level: '3', mood: 'calm', notes: 'After lunch' },
  stored: ({ energy_level, engagement_level, ...words }) => ({
    ...words,
    energy_level: Number(energy_level),
    engagement_level: Number(engagement_level),
  }),
  invalid: {
    form: { engagement_level: '3', mood: 'typed "before"' },
    message: 'Choose your energy from 1 to 5',
    kept: 'value="typed &quot;before&quot;"',
  },
  body: { energy_level: 4, engagement_level: 3 },
  invalidBody: { body: { energy_level: 6, engagement_level: 3 }, path: 'energy_level' },
  edited: {
    form: { energy_level: '4', engagement_level: '3', mood: 'tired', notes: 'After lunch' },
    shown: ['calm', 'tired'],
    patch: { energy_level: 5 },
  },
})

actsLikeAResource({
  name: 'stretch of days off',
  table: 'days_off',
  paths: () => ({ list: '/settings/days-off', pages: '/settings/days-off', api: '/api/v1/days-off' }),
  described: { path: '/api/v1/days-off', item: '/api/v1/days-off/{date}', tag: 'Days off' },
  form: { from: '2026-12-24', to: '2026-12-24', label: 'Christmas Eve' },
  invalid: { form: { from: '2026-02-30', label: 'Mine' }, message: 'Enter a date that exists', kept: 'value="Mine"' },
  body: { label: 'Christmas Eve' },
  invalidBody: { body: { label: 'x'.repeat(101) }, path: 'label' },
  deletePath: ({ date, label }) =>
    `/delete?${new URLSearchParams({ from: `${date}`, to: `${date}`, label: `${label}` })}`,
  putPath: '/2026-12-24',
  notTheirs: 409,
})

actsLikeAResource({
  name: 'goal',
  table: 'goals',
  paths: () => ({ list: '/goals', pages: '/goals', api: '/api/v1/goals' }),
  described: { path: '/api/v1/goals', item: '/api/v1/goals/{id}', tag: 'Goals' },
  form: { title: 'Finish the thesis', category: 'technical', target_date: '2031-01-15' },
  invalid: {
    form: { title: '', description: 'typed <before>' },
    message: 'Enter a title',
    kept: 'typed &lt;before&gt;',
  },
  body: { title: 'Finish the thesis', kind: 'weekly', target_minutes: 300 },
  invalidBody: { body: { title: 'A', kind: 'yearly' }, path: 'kind' },
  edited: {
    form: { title: 'Defend the thesis', category: 'technical', target_date: '2031-01-15' },
    shown: ['Finish the thesis', 'Defend the thesis'],
    patch: { title: 'Defend the thesis' },
  },
})

const goalPaths = async (client: Client) => {
  const goal = await client.json('POST', '/api/v1/goals', { title: 'Finish' })
  const { id } = await goal.json<{ id: string }>()
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
  form: { description: 'Outline', target_date: '2026-11-27' },
  invalid: {
    form: { description: 'typed "before"', target_date: 'soon' },
    message: 'Enter a target date',
    kept: 'value="typed &quot;before&quot;"',
  },
  body: { description: 'Outline', target_date: '2026-11-27' },
  invalidBody: { body: { description: '' }, path: 'description' },
  edited: {
    form: { description: 'Outlines', target_date: '2026-11-27' },
    shown: ['Outline', 'Outlines'],
    patch: { description: 'Outlines' },
  },
})
