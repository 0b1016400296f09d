import { expect, test } from 'vitest'
import { filterOf } from '../lib/filter'
import { chosenFilter, countedText, figureSubject, GoalFilterJson } from './subject'

test.each([
  'all',
  'project:none',
  'goal:0192-ab_c',
  'plan:none',
  'plan:p1',
  'plan:sql.2026-01_a',
  'chunk:p1/chunk-001',
  'client:none',
  'client:=none',
  'organization:none',
  'organization:0190b5f2-0000-7000-8000-000000000000',
  'client:=Meyer: Söhne & Co.',
  'classification:learning',
  'weekday:7',
  'tag:#deep work',
  'tag:##',
  'tag:none',
  'tag:several',
  'repo:none',
  'repo:acme/web.js',
  'pr:acme/web#12',
  'hour:1:00',
  'hour:7:23',
])('%s is a subject', (subject) => {
  expect(figureSubject.parse(subject)).toBe(subject)
})

test.each([
  '',
  'All',
  'all:none',
  'project:',
  'project:a b',
  'client:Acme',
  'client:=',
  `client:=${'x'.repeat(101)}`,
  'classification:hobby',
  'weekday:0',
  'weekday:8',
  `tag:#${'x'.repeat(51)}`,
  'tag:#a\nb',
  'repo:acme',
  'repo:a/b/c',
  'pr:acme/web',
  'pr:acme/web#',
  'pr:acme/web#x',
  'hour:1:24',
  'hour:3:none',
  'hour:8:00',
  'hour:1:7',
])('%j is none', (subject) => {
  expect(figureSubject.safeParse(subject).success).toBe(false)
})

test('a repository is found in any case, a tag in its own', () => {
  expect(figureSubject.parse('pr:Acme/Web#12')).toBe('pr:acme/web#12')
  for (const tag of ['tag:#Deep', 'tag:Deep']) expect(figureSubject.parse(tag)).toBe('tag:#Deep')
  expect(figureSubject.parse('tag:deep|tag:none')).toBe(figureSubject.parse('tag:#deep|tag:none'))
  expect(figureSubject.parse(filterOf({ tag: '#deep' }))).toBe('tag:#deep')
  expect(chosenFilter('').parse(['tag:deep', 'project:a'])).toBe(chosenFilter('').parse(['tag:#deep', 'project:a']))
  expect(countedText(GoalFilterJson.parse({ any_of: ['tag:deep'] }))).toBe('tag:#deep')
  expect(figureSubject.parse(undefined)).toBe('all')
})
