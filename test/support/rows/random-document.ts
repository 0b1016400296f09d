import type { TimeLimit } from '../../../functions/apps/app-rules/schema'
import { exportVersion } from '../../../functions/data/export/document'
import { Preferences } from '../../../functions/lib/preferences'
import { splitsOf } from '../../../functions/lib/time/hours'
import { newFocusPlan } from '../../../functions/time/timer/focus/choices'
import { seededRandom } from '../../../scripts/history/random'
import { day } from '../times'

type Json = Record<string, unknown>
type RandomDocument = { format: string; version: number; exported_at: string; user: Json } & Record<string, Json[]>

const usual = Preferences.parse({})
const start = Date.UTC(2026, 0, 5, 9)
const timeLimit = JSON.stringify({
  seconds: 1800,
  period: 'day',
  weekdays: null,
  grace_seconds: 0,
  extensions: true,
  earns: null,
} satisfies TimeLimit)
const words = ['Thesis', 'écoute', 'Läufe 🦊', '"quoted"', 'a\tb', '日本', 'x'.repeat(80), 'O’Hara', '(2)', 'null']

/**
 * A document with rows in every list, which name each other. Documents of one `family` share ids, so that one can be
 * merged with another.
 */
export const randomDocument = (seed: number, family = seed): RandomDocument => {
  const random = seededRandom(seed).next
  const below = (count: number) => Math.floor(random() * count)
  const pick = <T>(...all: T[]) => all[below(all.length)] as T
  const iso = (at: number) => new Date(at).toISOString()
  const moment = () => start + below(300 * 24) * 3_600_000
  const date = () => iso(moment()).slice(0, 10)
  const maybe = <T>(value: T) => (random() < 0.5 ? value : null)
  const word = () => `${pick(...words)} ${below(40)}`
  const tags = () =>
    words
      .slice(0, 2 + below(3))
      .filter(() => random() < 0.5)
      .map((tag) => tag.trim().toLowerCase())
  const ids = (kind: string) =>
    Array.from({ length: 7 }, (_, n) => `${kind}-${family}-${n}`).filter(() => random() < 0.7)
  const version = () => ({
    seq: below(1000),
    created_at: iso(start),
    updated_at: iso(moment()),
    deleted_at: random() < 0.2 ? iso(moment()) : null,
  })
  const [organizations, people, goals, projects, plans, cards, tasks, meetings, skills, sessions, imports] = [
    ...['organization', 'person', 'goal', 'project', 'plan', 'card', 'task', 'meeting', 'skill', 'session', 'import'],
  ].map(ids) as [
    string[],
    string[],
    string[],
    string[],
    string[],
    string[],
    string[],
    string[],
    string[],
    string[],
    string[],
  ]
  const one = (of: string[]) => (of.length > 0 && random() < 0.6 ? pick(...of) : null)
  const org = () => ({ organization_id: one(organizations) })
  /** Names that are unique within a document, but clash with other documents. */
  const named = (of: string[]) => {
    const shift = below(of.length + 2)
    return (index: number) => `Name ${(index + shift) % (of.length + 3)}`
  }
  const [organizationName, projectName, skillName] = [named(organizations), named(projects), named(skills)]
  const taskStatus = () => pick('todo', 'in_progress', 'done', 'cancelled')
  const zone = () => pick('UTC', 'America/New_York', 'Pacific/Auckland', 'Asia/Kathmandu')
  const running = sessions.find(() => random() < 0.2)
  const session = (id: string, index: number) => {
    const started_at = moment() + below(3_600_000)
    const isRunning = id === running
    const duration_seconds = below(30 * 3600)
    const place = { time_zone: zone(), day_start_minute: pick(0, 180) }
    const status = isRunning ? 'active' : pick('completed', 'completed', 'completed', 'abandoned')
    const split = splitsOf({ started_at, duration_seconds, ...place })
    return {
      id,
      number: below(1e6),
      source: isRunning ? 'timer' : pick('manual', 'timer', 'import', 'extension', 'cli'),
      project_id: one(projects),
      goal_id: one(goals),
      plan_id: one(plans),
      chunk_id: maybe('chunk-001'),
      task_id: one(tasks),
      ...pick(
        { repo_owner: null, repo_name: null, pr_number: null },
        { repo_owner: 'Own', repo_name: 'Repo', pr_number: index },
      ),
      title: pick('', word()),
      notes: pick('', word()),
      tags: tags(),
      artifacts: pick([], ['https://example.com']),
      started_at: iso(started_at),
      ended_at: isRunning ? null : iso(started_at + duration_seconds * 1000 + pick(0, 1000)),
      duration_seconds: isRunning ? null : duration_seconds,
      days: isRunning ? [] : split.days,
      hours: isRunning ? null : split.hours,
      branch: maybe('main'),
      status,
      last_heartbeat_at: null,
      ...place,
      import_id: one(imports),
      import_key: maybe(`key ${family} ${(index + seed) % 9}`),
      ...pick(
        { focus_ends_at: null, focus: null, break_ends_at: null },
        {
          focus_ends_at: iso(started_at + 1_500_000),
          focus: {
            ...newFocusPlan(usual, { work: 60 * (1 + below(60)), rounds: below(5) }),
            ...(below(4) === 0 && { paused: true }),
          },
          break_ends_at: maybe(iso(started_at + 2_000_000)),
        },
      ),
      billable: maybe(below(2)),
      ...pick({ hourly_rate: null, currency: null }, { hourly_rate: below(20_000), currency: pick('EUR', 'JPY') }),
      ...version(),
      ...(isRunning && { deleted_at: null }),
    }
  }
  const chunkText = (n: number) =>
    `## Chunk ${n}: ${word().replace(/\s+/g, ' ')} {#chunk-00${n}}\n**Duration**: ${1 + below(3)} hours\n**Status**: ${pick('not-started', 'in-progress', 'completed', 'skipped')}\n`
  const content = (id: string) =>
    `---\nid: ${id}\ntitle: Plan ${below(9)}\nstatus: in-progress\ntags: [${pick('', 'a2', 'a2, verb')}]\n---\n\n${chunkText(1)}\n${chunkText(2)}`
  const fsrs = {
    stability: 2.25,
    difficulty: 5.1,
    state: 2,
    learning_steps: 0,
    scheduled_days: 3,
    reps: 2,
    lapses: 0,
    due_at: start,
    reviewed_at: null,
  }
  const states = {
    ease_factor: 2.5,
    interval_days: 1,
    repetitions: 0,
    fsrs: maybe(fsrs),
    sm2_next: '2026-03-09',
    fsrs_next: '2026-03-10',
    last_reviewed_at: null,
    is_new: 1,
    updated_at: start,
  }
  const latest = skills.map((id) => ({ id, level: 1 + below(5), date: date() }))
  const former = organizations.length
  const list: Record<string, Json[]> = {
    sessions: sessions.map(session),
    projects: projects.map((id, index) => ({
      id,
      name: projectName(index),
      client: '',
      classification: pick('work', 'learning'),
      status: pick('active', 'inactive'),
      color: 'jade',
      ...org(),
      tech_stack: JSON.stringify(tags()),
      repository: maybe('robin/thesis'),
      import_id: one(imports),
      merged_into: null,
      ...version(),
    })),
    goals: goals.map((id, index) => ({
      id,
      parent_id: index > 0 ? one(goals.slice(0, index)) : null,
      title: word(),
      description: word(),
      kind: pick('weekly', 'monthly', 'rotation', 'open'),
      category: 'personal',
      start_date: maybe(date()),
      target_date: maybe(date()),
      status: pick('not_started', 'in_progress', 'completed'),
      progress_source: pick('auto', 'manual', 'time'),
      direction: 'at_least',
      plan_id: null,
      progress_percentage: below(101),
      target_minutes: maybe(below(600)),
      completed_at: maybe(iso(moment())),
      created_on: date(),
      completed_on: null,
      ...org(),
      ...version(),
    })),
    goal_milestones: goals.map((goal_id, position) => ({
      id: `milestone-${goal_id}`,
      goal_id,
      description: word(),
      target_date: maybe(date()),
      completed_at: null,
      completed_on: null,
      position,
      ...version(),
    })),
    plans: plans.map((id) => ({
      id,
      title: '',
      status: '',
      tags: [],
      total_hours: null,
      goal_id: one(goals),
      project_id: one(projects),
      scheduler: pick('sm2', 'fsrs'),
      retention: pick(0.9, 0.8),
      chunks: ['chunk-001', 'chunk-002'].map((chunk) => ({ id: chunk, completed_on: maybe(date()) })),
      content: content(id),
      ...version(),
    })),
    cards: cards.map((id) => {
      const next = date()
      return {
        id,
        plan_id: one(plans),
        chunk_id: null,
        question: word(),
        answer: word(),
        tags: tags(),
        source: '',
        scheduler: 'sm2',
        ease_factor: 2.5 + below(3) / 10,
        interval_days: 1 + below(9),
        repetitions: below(4),
        fsrs: maybe(fsrs),
        sm2_next: next,
        fsrs_next: date(),
        next_review: next,
        last_reviewed_at: null,
        is_new: below(2),
        suspended: below(2),
        ...version(),
      }
    }),
    organizations: organizations.map((id, index) => ({
      id,
      name: organizationName(index),
      type: pick('employer', 'school'),
      notes: word(),
      ...version(),
    })),
    people: people.map((id) => ({ id, name: word(), role: 'coach', ...org(), email: '', notes: '', ...version() })),
    meetings: meetings.map((id, index) => ({
      id,
      title: word(),
      date: date(),
      time: maybe('09:30'),
      time_zone: zone(),
      duration_minutes: maybe(30),
      ...org(),
      project_id: one(projects),
      attendees: JSON.stringify(people.slice(0, below(3))),
      preparation_notes: '',
      questions_asked: word(),
      outcome_notes: '',
      session_id: one(sessions),
      import_key: maybe(`uid ${family} ${(index + seed) % 9}`),
      import_sequence: maybe(below(4)),
      import_start: maybe('2026-03-08T09:30:00'),
      repeat: pick('none', 'fortnightly'),
      repeat_from: maybe(date()),
      repeats: index === 0 ? maybe(`meeting-${family}-${(seed + index) % 3}`) : null,
      occurrence: maybe(`meeting-${family}-0-2026-03-08`),
      ...version(),
    })),
    learnings: ids('learning').map((id) => ({
      id,
      title: word(),
      content: word(),
      type: 'concept',
      source: 'project',
      date: date(),
      tags: tags(),
      project_id: one(projects),
      plan_id: one(plans),
      meeting_id: one(meetings),
      ...org(),
      ...version(),
    })),
    tasks: tasks.map((id, index) => ({
      id,
      title: word(),
      description: '',
      priority: pick('high', 'low'),
      status: taskStatus(),
      date: pick(null, '2026-03-08', date()),
      position: index + 1,
      estimated_minutes: maybe(25),
      goal_id: one(goals),
      project_id: one(projects),
      plan_id: one(plans),
      owner: pick(null, 'me', 'person'),
      person_id: one(people),
      due_date: maybe(date()),
      source_type: null,
      source_id: null,
      ...org(),
      repeat: pick('none', 'daily'),
      repeat_from: null,
      repeats: index === 0 ? maybe(`task-${family}-${(seed + index) % 3}`) : null,
      occurrence: maybe(`task-${family}-0-2026-03-08`),
      completed_at: null,
      completed_on: null,
      cancelled_on: null,
      ...version(),
    })),
    feedback: ids('feedback').map((id) => ({
      id,
      content: word(),
      date: date(),
      category: 'general',
      sentiment: 'positive',
      tags: tags(),
      from_person_id: one(people),
      ...org(),
      ...version(),
    })),
    skills: skills.map((id, index) => ({
      id,
      name: skillName(index),
      category: 'technical',
      confidence_level: latest[index]?.level,
      former_level: null,
      level_on: latest[index]?.date,
      notes: '',
      teams: '[]',
      projects: JSON.stringify(projects.slice(0, 1)),
      plans: '[]',
      used_on: maybe(date()),
      ...org(),
      ...version(),
    })),
    energy_checkins: ids('checkin').map((id) => {
      const at = moment()
      return {
        id,
        at,
        time_zone: 'UTC',
        date: iso(at).slice(0, 10),
        weekday: new Date(at).getUTCDay() || 7,
        hour: new Date(at).getUTCHours(),
        energy_level: 1 + below(5),
        engagement_level: 1 + below(5),
        mood: word(),
        notes: '',
        ...org(),
        ...version(),
      }
    }),
    reviews: ids('review').map((id, index) => ({
      id,
      period: 'week',
      date: iso(start + ((index + seed) % 8) * 7 * day).slice(0, 10),
      title: word(),
      words: word(),
      organization_id: organizations[former] ?? null,
      ...version(),
    })),
    evidence_drafts: ids('draft').map((id) => ({
      id,
      title: word(),
      from_date: '2026-01-01',
      to_date: '2026-06-30',
      org: 'all',
      category: '',
      introduction: word(),
      left_out: JSON.stringify(['goal:1']),
      ...version(),
    })),
    reports: ids('report').map((id) => ({
      id,
      title: word(),
      ...{ addressee: word(), number: '7', note: word(), sender: word() },
      ...{ from_date: '2026-01-01', to_date: '2026-06-30', subject: 'all', grouping: 'project,week' },
      ...{ rounding: 'up:15', per: 'entry', shows: 'sessions amounts' },
      ...version(),
    })),
    card_reviews: cards.map((card_id) => ({
      id: `rating-${card_id}`,
      card_id,
      rating: 1 + below(4),
      reviewed_at: iso(moment()),
      date: date(),
      duration_ms: maybe(900),
      is_first: below(2),
      before: states,
      after: states,
      created_at: iso(start),
    })),
    skill_progress: latest.map(({ id, level, date: on }) => ({
      skill_id: id,
      id: `entry-${seed}`,
      level,
      note: '',
      date: on,
      created_at: iso(start),
    })),
    task_carries: tasks.map((task_id) => ({ from_date: date(), task_id })),
    goal_targets: goals.map((goal_id) => ({
      goal_id,
      from_date: '2026-01-05',
      kind: 'weekly',
      target_minutes: below(600),
      week_start: 1,
      rule: null,
    })),
    goal_ticks: goals.map((goal_id, index) => ({
      ...{
        id: `tick-${seed}-${index}`,
        goal_id,
        date: date(),
        amount: 1,
        note: word(),
        seq: 1,
        created_at: iso(start),
      },
    })),
    goal_skips: goals.map((goal_id) => ({ goal_id, date: date(), reason: word(), seq: 1 })),
    goal_former_parents: goals.map((goal_id) => ({ goal_id, until_date: date(), parent_id: null })),
    rates: ['all', ...projects.map((id) => `project:${id}`)].map((subject) => ({
      ...{ subject, from_date: date(), billable: maybe(below(2)) },
      ...pick({ hourly_rate: null, currency: null }, { hourly_rate: below(20_000), currency: pick('EUR', 'JPY') }),
    })),
    budgets: projects.map((id) => ({
      ...{ subject: `project:${id}`, minutes: 1 + below(6000), amount: null, currency: null },
      ...{ period: pick('month', 'all'), seen: '' },
    })),
    former_clients: projects.map((project_id) => ({
      project_id,
      until_date: date(),
      organization_id: one(organizations),
    })),
    days_off: [{ date: date(), label: word(), seq: 1 }],
    inactive_tags: [{ tag: word(), seq: 1 }],
    removed_categories: [{ category: pick('technical', 'personal'), seq: 1 }],
    imports: imports.map((id) => ({
      id,
      file_name: 'log.csv',
      format: 'toggl',
      time_zone: 'UTC',
      imported: 1,
      duplicates: 0,
      rejected: 0,
      total_seconds: 60,
      seq: 1,
      created_at: iso(start),
    })),
    pr_review_activities: [
      {
        number: seed,
        session_id: one(sessions),
        activity_type: 'comment',
        repo_owner: 'Own',
        repo_name: 'Repo',
        pr_number: below(9),
        metadata: maybe({ files: 3 }),
        date: date(),
        created_at: iso(moment()),
      },
    ],
    app_usage: ids('usage').map((id) => ({
      id,
      package_name: pick('com.a', 'com.b'),
      started_at: iso(start),
      ended_at: iso(start + 60_000),
      client_id: 'client',
      days: [['2026-01-05', 60]],
      created_at: iso(start),
    })),
    usage_clients: [
      { id: `client-${family}`, name: word(), first_report_at: iso(start), last_report_at: iso(moment()) },
    ],
    user_apps: ['com.a', 'com.b'].map((package_name) => ({
      id: `rule-${seed}-${package_name}`,
      package_name,
      set_by: 'user',
      admin_id: null,
      label: null,
      is_whitelisted: 1,
      ...pick(
        { after_subject: null, after_seconds: null, after_period: null },
        { after_subject: 'all', after_seconds: 60, after_period: 'day' },
        { after_subject: '["tag:#deep","repo:a/b"]', after_seconds: 60, after_period: 'week' },
      ),
      time_limit: pick(null, timeLimit),
      seq: 1,
      created_at: iso(start),
      updated_at: iso(moment()),
    })),
    app_limits: ['all', 'category:Video'].map((scope) => ({
      scope,
      time_limit: timeLimit,
      seq: 1,
      created_at: iso(start),
      updated_at: iso(moment()),
    })),
    limit_extensions: [1, 2].map((index) => ({
      id: `extension-${family}-${index}`,
      scope: 'all',
      package_name: 'com.a',
      date: date(),
      seconds: 300,
      over_seconds: pick(0, 60),
      reason: word(),
      seq: 1,
      created_at: iso(start),
    })),
    kept_overlaps: sessions.length > 1 ? [{ one: sessions[0], other: sessions[1] }] : [],
  }
  const user = {
    id: `other-${seed}`,
    username: word().slice(0, 50),
    preferences: { time_zone: zone(), rest_days: [7] },
    created_at: iso(start),
    updated_at: iso(moment()),
    latest_day: null,
  }
  return {
    format: 'daymark',
    version: exportVersion,
    exported_at: iso(start),
    user,
    ...list,
  } as unknown as RandomDocument
}
