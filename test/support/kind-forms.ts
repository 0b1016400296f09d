const halfAYear = { from_date: '2026-01-01', to_date: '2026-06-30' }

/** A valid form of each kind, by the path of its list. It can be edited by its first field. */
export const kindForms: Record<string, Record<string, string>> = {
  goals: { title: 'Reach it' },
  tasks: { title: 'Call the bank', date: '2026-03-03' },
  plans: { title: 'Knots' },
  cards: { question: 'to be', answer: 'ser' },
  feedback: { content: 'Clear slides', sentiment: 'positive' },
  reviews: { words: 'Went well', period: 'week', date: '2026-03-03' },
  evidence: { title: 'Half a year', ...halfAYear },
  reports: { title: 'A report', ...halfAYear },
  views: { name: 'Deep work', page: 'stats', query: 'tag=deep' },
  learnings: { title: 'CTEs can be materialized' },
  meetings: { title: 'Weekly with Ada', date: '2026-03-03' },
  people: { name: 'Ada Byron' },
  projects: { name: 'Thesis' },
  organizations: { name: 'Harbour Clinic' },
  skills: { name: 'SQL' },
  energy: { mood: 'calm', energy_level: '4', engagement_level: '3' },
}

/** The table of the rows of a list. */
export const tableOf = (path: string) =>
  path === 'evidence' ? 'evidence_drafts' : path === 'energy' ? 'energy_checkins' : path.replaceAll('-', '_')
