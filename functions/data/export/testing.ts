import { env } from 'cloudflare:workers'
import { signedIn } from '../../../test/support/client'
import { Preferences } from '../../lib/preferences'
import { newFocusPlan } from '../../time/timer/focus/choices'

/** One row in each table, every column filled. */
export const filled = async () => {
  const client = await signedIn({ time_zone: 'Pacific/Auckland', rest_days: [7] })
  const user = client.userId
  const write = (query: string, ...values: unknown[]) => env.DB.prepare(query).bind(...values)
  await env.DB.batch([
    write(
      `UPDATE users SET github_user_id = abs(random()) % 1000000, github_username = 'robin', avatar_url = '/a.png',
        last_active_at = 5, unlisted_locked_at = 6, latest_day = '2026-01-31' WHERE id = ?`,
      user,
    ),
    write("INSERT INTO imports VALUES (?, 'import', 'log.csv', 'toggl', 'UTC', 1, 2, 3, 60, 4, 5, 6, 7, 8)", user),
    write("INSERT INTO import_columns VALUES (?, 'hash', '{}', 1)", user),
    write(
      `INSERT INTO organizations VALUES (?, 'organization', 'UNAM', 'unam', 'school', 'Ciudad de México', 1, 2, 3, 4)`,
      user,
    ),
    write(
      `INSERT INTO people VALUES (?, 'person', 'Ada', 'coach', 'organization', 'ada@example.com', 'Tuesdays', 1, 2, 3, 4)`,
      user,
    ),
    write(
      `INSERT INTO projects VALUES (?, 'project', 'Thesis', 'thesis', 'learning', 'inactive', 'jade',
        'import', 1, 2, 3, 4, 'other', 'organization', '["sql"]', 'robin/thesis')`,
      user,
    ),
    write("INSERT INTO rates VALUES (?, 'project:project', '2026-01-01', 1, 8000, 'EUR')", user),
    write("INSERT INTO budgets VALUES (?, 'project:project', 600, 320000, 'EUR', 'month', '2026-11 80')", user),
    write("INSERT INTO former_clients VALUES (?, 'project', '2026-01-05', 'organization')", user),
    write("INSERT INTO days_off VALUES (?, '2026-12-25', 'Christmas', 1)", user),
    write("INSERT INTO inactive_tags VALUES (?, 'old', 1)", user),
    write("INSERT INTO removed_categories VALUES (?, 'technical', 1)", user),
    write(
      "INSERT INTO changes VALUES (?, 'change', 'merge', 'Merged Thesis into Other', 1, 2, 'A token', '/tasks/task/delete')",
      user,
    ),
    write(
      `INSERT INTO goals VALUES (?, 'whole', NULL, 'All of it', '', 'open', NULL, NULL, 'not_started', 0, NULL,
        NULL, 1, 2, 3, NULL, 'manual', 'personal', '2026-01-01', NULL, NULL, NULL, NULL, NULL, 'at_least', NULL, NULL, NULL, NULL, NULL, NULL, NULL)`,
      user,
    ),
    write(
      `INSERT INTO goals VALUES (?, 'part', 'whole', 'A "part"', 'Long', 'weekly', '2026-01-01',
        '2026-02-01', 'completed', 100, 600, 7, 1, 2, 3, 4, 'time', 'technical',
        '2026-01-01', '2026-01-30', 'knots', 'organization', '["project:project"]', 'days', 'at_most', 'quarter', 2.5, 1,
        'pages', '135', 1200, 1260)`,
      user,
    ),
    write(
      "INSERT INTO goal_milestones VALUES (?, 'milestone', 'part', 'Draft', '2026-01-15', 6, 1000, 1, 2, 3, 4, '2026-01-14')",
      user,
    ),
    write(
      `INSERT INTO plans (user_id, id, title, status, tags, total_hours, goal_id, project_id, scheduler, chunks, content,
        seq, created_at, updated_at, deleted_at)
      VALUES (?, 'plan', 'Spanish', 'in_progress', '["a2"]', 9.5, 'part', 'project', 'fsrs',
        '[{"id":"chunk-001","title":"Ser","objectives":["Tell them apart"]}]', '---
id: plan
title: Spanish
---', 1, 2, 3, 4)`,
      user,
    ),
    write(
      `INSERT INTO cards VALUES (?, 'card', 'plan', 'chunk-001', 'to be', 'ser', '["verb"]', 'Chunk 1', 'fsrs', 2.5, 1, 1,
        '{"stability":2.3,"difficulty":5,"state":2,"learning_steps":0,"scheduled_days":3,"reps":2,"lapses":0,"due_at":5,"reviewed_at":null}', '2026-03-09', '2026-03-10', '2026-03-10', 5, 0, 1, 1, 2, 3, 4)`,
      user,
    ),
    write(
      `INSERT INTO meetings VALUES (?, 'meeting', 'Weekly', '2026-03-08', '09:30', 'Pacific/Auckland', 30, 'organization',
        'project', '["person"]', 'session', 'uid#1', 1, 1, 2, 3, 4, 'Prepared', 'Asked', 'Decided', 1, 1, 1,
        'weekly', '2026-03-01', 'before', 2, '2026-03-01T08:30:00', 'first-2026-03-08')`,
      user,
    ),
    write(
      `INSERT INTO learnings VALUES (?, 'learning', 'Ser and estar', 'concept', 'meeting', '2026-03-08', '["verb"]', 'project',
        'plan', 'meeting', 'organization', 1, 2, 3, 4, 'Two verbs')`,
      user,
    ),
    write(
      `INSERT INTO tasks VALUES (?, 'task', 'Call', 'About it', 'high', 'done', '2026-01-31', 1, 15, 'part', 'project',
        'plan', 'organization', 'monthly', '2026-01-31', 'before', 3, '2026-01-31', 1, 2, 3, 4, '2026-01-30', 'import', 'key', 'me',
        'person', '2026-03-10', 'meeting', 'meeting', '09:30', '["bank"]',
        '{"every":3,"unit":"day","weekdays":[],"nth":null,"from":"completion","until":"2026-12-24"}',
        'first-2026-01-31')`,
      user,
    ),
    write(
      `INSERT INTO feedback VALUES (?, 'feedback', 'Clear slides', '2026-03-08', 'general', 'positive', '["talks"]', 'person',
        'organization', 1, 2, 3, 4)`,
      user,
    ),
    write("INSERT INTO task_carries VALUES (?, '2026-01-28', 'task')", user),
    write(
      "INSERT INTO reviews VALUES (?, 'review', 'week', '2026-03-02', 'Week of 2 March', 'Well', 'organization', 1, 2, 3, 4)",
      user,
    ),
    write(
      `INSERT INTO evidence_drafts VALUES (?, 'draft', 'Half a year', '2026-01-01', '2026-06-30', 'all', 'technical',
        'What I did', '["part:goals"]', 1, 2, 3, 4)`,
      user,
    ),
    write(
      `INSERT INTO reports VALUES (?, 'report', 'October', 'Clinic', '7', 'Thanks', 'Mara', '2026-10-01', '2026-10-31', 'all', 'project,week',
        'up:15', 'entry', 'amounts', 1, 2, 3, 4)`,
      user,
    ),
    write(
      "INSERT INTO views VALUES (?, 'view', 'Deep', 'stats', 'range=7&subject=tag%3A%23deep', 1, 1, 1, 2, 3, 4)",
      user,
    ),
    write(
      `INSERT INTO energy_checkins VALUES (?, 'checkin', 5, 'UTC', '2026-03-08', 7, 9, 4, 3, 'calm', 'After lunch', 'organization',
        1, 2, 3, 4)`,
      user,
    ),
    write(
      `INSERT INTO card_reviews VALUES (?, 'review', 'card', 3, 5, '2026-03-08', 900, 1, '{"ease_factor":2.5,"interval_days":1,"repetitions":0,"fsrs":null,"sm2_next":"2026-03-09","fsrs_next":"2026-03-10","last_reviewed_at":null,"is_new":1,"updated_at":3}', '{"ease_factor":2.5,"interval_days":1,"repetitions":0,"fsrs":null,"sm2_next":"2026-03-09","fsrs_next":"2026-03-10","last_reviewed_at":null,"is_new":0,"updated_at":3}', 6)`,
      user,
    ),
    write(
      `INSERT INTO skills VALUES (?, 'skill', 'SQL', 'sql', 'technical', 3, 2, '2026-03-08', 'Notes',
        '[{"team_name":"Data","relevance":"high"}]', '["project"]', '["plan"]', '2026-03-09', 'organization', 1, 2, 3, 4)`,
      user,
    ),
    write("INSERT INTO skill_progress VALUES (?, 'skill', 'entry', 3, 'Practised', '2026-03-08', 5)", user),
    write(
      `INSERT INTO pr_review_activities (user_id, session_id, activity_type, repo_owner, repo_name, pr_number, metadata,
        date, created_at) VALUES (?, 'session', 'approve', 'owner', 'repo', 12, '{"files":3}', '2026-03-08', 5)`,
      user,
    ),
    write(
      `INSERT INTO app_usage VALUES (?, 'usage', 'com.example', 1, 2, 3, 'client', '[["1970-01-01",0]]', 'import', 0)`,
      user,
    ),
    write("INSERT INTO usage_clients VALUES (?, 'client', 'Phone', 1, ?)", user, Date.now()),
    write(
      `INSERT INTO user_apps VALUES (?, 'rule', 'com.example', 'admin', 'admin', 'Example', 1, 'project:p', 60, 'day', 1,
        2, 3, '{"seconds":1800,"period":"day","weekdays":[1,2,3,4,5],"grace_seconds":300,"extensions":true,"earns":{"seconds":600,"per_seconds":3600,"subject":"project:project","at_most":1800}}')`,
      user,
    ),
    write(
      `INSERT INTO app_limits VALUES (?, 'category:Video', '{"seconds":1800,"period":"day","weekdays":[1,2,3,4,5],"grace_seconds":300,"extensions":true,"earns":{"seconds":600,"per_seconds":3600,"subject":"project:project","at_most":1800}}', 1, 2, 3)`,
      user,
    ),
    write(
      "INSERT INTO limit_extensions VALUES (?, 'extension', 'category:Video', 'com.example', '2026-01-01', 300, 60, 'One video', 1, 2)",
      user,
    ),
    write(
      'INSERT INTO goal_targets VALUES (?, \'part\', \'2026-01-01\', \'weekly\', 600, 1, \'{"measure":"time","times_of":null,"counts":null,"direction":"at_most","period":"week","target":60,"on_days":null,"day_seconds":null}\')',
      user,
    ),
    write("INSERT INTO goal_ticks VALUES (?, 'tick', 'part', '2026-01-01', 2, 'Ran', 1, 0)", user),
    write("INSERT INTO goal_skips VALUES (?, 'part', '2026-01-01', 'Ill', 1)", user),
    write("INSERT INTO goal_former_parents VALUES (?, 'part', '2026-01-01', 'whole')", user),
    write(
      `INSERT INTO sessions (user_id, id, source, project_id, goal_id, plan_id, chunk_id, task_id, repo_owner,
        repo_name, pr_number, title, notes, tags, artifacts, started_at, ended_at, duration_seconds, days, hours, branch, status,
        last_heartbeat_at, time_zone, day_start_minute, import_id, import_key, billable, hourly_rate, currency,
        focus_ends_at, focus, break_ends_at, seq, created_at, updated_at, deleted_at)
      VALUES (?, 'session', 'import', 'project', 'part', 'plan', 'chunk', 'task', 'owner', 'repo', 12, 'Title 🦊',
        'Line one
Line two', '["deep"]', '["a.pdf"]', 1772962200000, 1772965800000, 3000, '[["2026-03-08",3000]]',
        '[["2026-03-08",5,1800],["2026-03-08",6,1200]]', 'main', 'completed',
        1772965800000, 'America/New_York', 180, 'import', 'key', 0, 9050, 'USD',
        1772963700000, '${JSON.stringify(newFocusPlan(Preferences.parse({})))}', 1772966100000, 1, 2, 3, 4)`,
      user,
    ),
    write("INSERT INTO kept_overlaps VALUES (?, 'session', 'session')", user),
  ])
  return client
}
