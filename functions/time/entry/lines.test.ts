import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { Preferences } from '../../lib/preferences'
import { repeatFieldText } from '../../lib/time/repeat'
import { takeLastPhrases } from '../../line/phrases'
import { parseTask, readTask } from '../../line/task'
import { plansTask } from './execute'
import { interpret, readEntry } from './interpret'

/** Friday 20 November 2026, 13:55 in Berlin. */
const today = '2026-11-20'
const now = Date.parse('2026-11-20T13:55:00+01:00')
const zone = Preferences.parse({ time_zone: 'Europe/Berlin' })

const none = { projects: [], goals: [], tags: [] }
const known = {
  ...none,
  projects: ['Thesis'],
  goals: ['Finish thesis'],
  plans: ['statistics-2', 'statistics-2/unit-1'],
}

/** `12-15` of this year, or the whole date. */
const short = (date: string) => (date === today ? 'today' : date.replace(/^2026-/, ''))

/** Reads a line as a task: title | date | time | estimate | priority | due | repetition | marks. */
const asTask = (line: string) => {
  const read = readTask(line, today, known)
  const { title, date, at, estimated_minutes, priority, due_date, repeat, project, goal, ofPlan, tags } = read
  const said = [
    title,
    date === null ? 'someday' : date && short(date),
    at && `at ${at}`,
    estimated_minutes && `${estimated_minutes}m`,
    priority,
    due_date && `due ${short(due_date)}`,
    repeat && repeatFieldText(repeat).toLowerCase(),
    ...[project && `@${project}`, goal && `!${goal}`, ofPlan && `%${ofPlan}`, ...tags.map((tag) => `#${tag}`)],
  ]
  return said.filter(Boolean).join(' | ')
}

const clock = (instant: number) =>
  new Date(instant + 3_600_000).toISOString().slice(5, 16).replace('T', ' ').replace('11-20 ', '')

/** Says what Today’s line does with a line: adds a task, logs time or starts the timer. */
const onToday = (text: string) => {
  const line = readEntry({ text }, none, today)
  if (plansTask(line, { text }, none, now, zone)) return `task | ${asTask(text)}`
  const { plan, title, errors } = interpret(line, { text }, none, { now, zone })
  if (!plan || errors.length > 0) return `error | ${errors.join(' ')}`
  const times =
    plan.kind === 'log'
      ? `${clock(plan.times.started_at)} to ${clock(plan.times.ended_at)}`
      : plan.started_at && `from ${clock(plan.started_at)}`
  return [plan.kind, title, times].filter(Boolean).join(' | ')
}

const tasks = String.raw`
Call the bank => Call the bank
Call the bank tomorrow => Call the bank | 11-21
Dentist tomorrow at 14:00 => Dentist | 11-21 | at 14:00
Call Ana tomorrow at 9:30 => Call Ana | 11-21 | at 09:30
Call Ana tomorrow 9:45 => Call Ana | 11-21 | at 09:45
Call Ana tomorrow 9:45am => Call Ana | 11-21 | at 09:45
Call Ana tomorrow 9am => Call Ana | 11-21 | at 09:00
Call Ana tomorrow 9 am => Call Ana | 11-21 | at 09:00
Call Ana tomorrow 4:30pm => Call Ana | 11-21 | at 16:30
Call Ana tomorrow 4:30 p.m. => Call Ana | 11-21 | at 16:30
Call Ana tomorrow 14h30 => Call Ana | 11-21 | at 14:30
Call Ana tomorrow at 14h30 => Call Ana | 11-21 | at 14:30
Call Ana tomorrow at 9 => Call Ana | 11-21 | at 09:00
Call Ana at 9 tomorrow => Call Ana | 11-21 | at 09:00
Call Ana tomorrow 09:00 => Call Ana | 11-21 | at 09:00
Call Ana tomorrow 04:30 => Call Ana | 11-21 | at 04:30
Call Ana tomorrow at 0:30 => Call Ana | 11-21 | at 00:30
Call Ana tomorrow at 24:00 => Call Ana tomorrow at 24:00
Call Ana tomorrow at 25:00 => Call Ana tomorrow at 25:00
Call Ana tomorrow at 9:75 => Call Ana tomorrow at 9:75
Call Ana tomorrow at 14.30 => Call Ana | 11-21 | at 14:30
Call Ana tomorrow at noon => Call Ana | 11-21 | at 12:00
Call Ana tomorrow at 14 Uhr => Call Ana | 11-21 | at 14:00
Call Ana tomorrow um 14:30 => Call Ana | 11-21 | at 14:30
Call Ana tomorrow um 14 Uhr => Call Ana | 11-21 | at 14:00
Call Ana tomorrow 14:30 Uhr => Call Ana | 11-21 | at 14:30
Call Ana on Monday at 8 => Call Ana | 11-23 | at 08:00
Call Ana Monday 8:00 => Call Ana | 11-23 | at 08:00
Call Ana 8:00 Monday => Call Ana | 11-23 | at 08:00
Call Ana next Monday at 8:00 15m => Call Ana | 11-23 | at 08:00 | 15m
Call Ana 15m next Monday at 8:00 high => Call Ana | 11-23 | at 08:00 | 15m | high
Dentist at 14:00 => Dentist | at 14:00
Dentist 14:00 => Dentist | at 14:00
Dentist at 9:00 => Dentist | at 09:00
tomorrow at 14:00 dentist => dentist | 11-21 | at 14:00
tomorrow call Ana => call Ana | 11-21
tomorrow call Ana 15m high => call Ana | 11-21 | 15m | high
"tomorrow" call Ana => tomorrow call Ana
tomorrow 9:30 call Ana => call Ana | 11-21 | at 09:30
Monday 9:30 call Ana => call Ana | 11-23 | at 09:30
Dentist tomorrow 14:00-15:00 => Dentist | 11-21 | at 14:00 | 60m
Dentist tomorrow 14:00–15:30 high => Dentist | 11-21 | at 14:00 | 90m | high
Dentist tomorrow from 14:00-15:00 => Dentist | 11-21 | at 14:00 | 60m
Read John 3:16-18 => Read John 3:16-18
Read Genesis 1:1 => Read Genesis 1:1
Read chapter 9 => Read chapter 9
Read pages 9-10 => Read pages 9-10
Read 1984 => Read 1984
Read 1984 tomorrow => Read 1984 | 11-21
Watch 24 tomorrow => Watch 24 | 11-21
Ship v1:30 => Ship v1:30
Ship v2.1 tomorrow => Ship v2.1 | 11-21
Ship 1.2.3 => Ship 1.2.3
Update to 15.12 => Update to 15.12
Aim at the target => Aim at the target
Look at 9 designs => Look at 9 designs
Meet at the station => Meet at the station
Meet at the station at 9 => Meet at the station | at 09:00
Meet at 7pm at the station => Meet at 7pm at the station
Run for 25m => Run | 25m
Run for 25m tomorrow => Run | 11-21 | 25m
Stretch 10m => Stretch | 10m
Stretch for 1h 30m => Stretch | 90m
Stretch 1h30 => Stretch | 90m
Stretch 1:30 => Stretch | 90m
Stretch 9:45 => Stretch | at 09:45
Stretch 90 => Stretch 90
Film 2h => Film | 120m
Movie 1.5h => Movie | 90m
Finish in under 25m => Finish in under 25m
Longer than 2h => Longer than 2h
Jog 2 hours => Jog | 120m
Write 45 min => Write | 45m
Write 45 minutes tomorrow => Write | 11-21 | 45m
Plan in 2 weeks => Plan | 12-04
Plan in 3 days => Plan | 11-23
Plan in a week => Plan | 11-27
Plan in two weeks => Plan | 12-04
Plan in 1 month => Plan | 12-20
Plan in 6 months => Plan | 2027-05-20
Plan in a year => Plan | 2027-11-20
Plan in 0 days => Plan in 0 days
Plan in 2 hours => Plan in 2 hours
Plan within 2 weeks => Plan within 2 weeks
Pay rent 15.12. => Pay rent | 12-15
Pay rent on 15.12. => Pay rent | 12-15
Pay rent 15.12.2026 => Pay rent | 12-15
Pay rent 1.12. => Pay rent | 12-01
Pay rent 1.1. => Pay rent | 2027-01-01
Pay rent 31.2. => Pay rent 31.2.
Pay rent 15 Dec => Pay rent | 12-15
Pay rent Dec 15 => Pay rent | 12-15
Pay rent 15 December => Pay rent | 12-15
Pay rent December 15 => Pay rent | 12-15
Pay rent December 15th => Pay rent | 12-15
Pay rent 15th of December => Pay rent | 12-15
Pay rent the 15th of December => Pay rent | 12-15
Pay rent on the 15th of December => Pay rent | 12-15
Pay rent 15 Dec 2027 => Pay rent | 2027-12-15
Pay rent Dec 15, 2027 => Pay rent | 2027-12-15
Pay rent 2026-12-15 => Pay rent | 12-15
Pay rent 15/12 => Pay rent | 12-15
Pay rent 12/15 => Pay rent | 12-15
Pay rent 25/12/2026 => Pay rent | 12-25
Pay rent 3/4 => Pay rent 3/4
Pay rent 12/12 => Pay rent | 12-12
Pay rent 15 Jan => Pay rent | 2027-01-15
Pay rent 19 Nov => Pay rent | 2027-11-19
Pay rent 20 Nov => Pay rent | today
Pay rent 31 Nov => Pay rent 31 Nov
Pay rent 29 Feb => Pay rent | 2028-02-29
Pay rent on the 15th => Pay rent | 12-15
Pay rent on the 25th => Pay rent | 11-25
Pay rent the 25th => Pay rent the 25th
Pay rent by the 31st => Pay rent | 12-31
Pay rent by Friday => Pay rent | 11-27
Pay rent by 1 December => Pay rent | 12-01
Pay rent due Friday => Pay rent | due 11-27
Pay rent tomorrow due 30 Nov => Pay rent | 11-21 | due 11-30
Pay rent due in 2 weeks => Pay rent | due 12-04
Pay rent end of month => Pay rent | 11-30
Pay rent by end of month => Pay rent | 11-30
Pay rent at the end of month => Pay rent | 11-30
Pay rent end of the month => Pay rent | 11-30
Pay rent by the end of the month => Pay rent | 11-30
Pay rent end of next month => Pay rent | 12-31
Pay rent end of week => Pay rent | 11-22
Pay rent end of year => Pay rent | 12-31
Pay rent next month => Pay rent | 12-01
Pay rent next week => Pay rent | 11-23
Pay rent next year => Pay rent | 2027-01-01
Pay rent this week => Pay rent this week
Pay rent this weekend => Pay rent | 11-21
Pay rent next weekend => Pay rent | 11-28
Pay rent the day after tomorrow => Pay rent | 11-22
Pay rent day after tomorrow => Pay rent | 11-22
Pay rent today => Pay rent | today
Pay rent yesterday => Pay rent yesterday
Pay rent last friday => Pay rent last friday
Review last Friday => Review last Friday
Review next Friday => Review | 11-27
Review this Friday => Review | 11-27
Review Friday => Review | 11-27
Review on Friday => Review | 11-27
Review friday => Review | 11-27
Review fri => Review fri
Review Fridays => Review Fridays
Review Thursday => Review | 11-26
Plan for Monday => Plan for Monday
Submit before Friday => Submit before Friday
Wait until Friday => Wait until Friday
Wait until 10:00 => Wait until 10:00
Wait until 1 March => Wait until 1 March
Rent a car until 1 March => Rent a car until 1 March
Rent a car from Monday => Rent a car from Monday
Move the meeting to Friday => Move the meeting to Friday
Ready by tomorrow => Ready | 11-21
Since Monday => Since Monday
Prepare slides for tomorrow => Prepare slides for tomorrow
Notes of 15 Dec => Notes of 15 Dec
The report of Monday => The report of Monday
Read the Friday => Read the Friday
Black Friday => Black Friday
Shop on Black Friday => Shop on Black Friday
Black Friday deals => Black Friday deals
Black Friday tomorrow => Black Friday | 11-21
Black Friday on Friday => Black Friday | 11-27
Plan Black Friday 25m => Plan Black Friday | 25m
Good Friday => Good Friday
Dinner Good Friday => Dinner Good Friday
Call Ana Good Friday => Call Ana Good Friday
Palm Sunday => Palm Sunday
Easter Sunday lunch => Easter Sunday lunch
Easter Monday => Easter Monday
Ash Wednesday => Ash Wednesday
Maundy Thursday => Maundy Thursday
Cyber Monday => Cyber Monday
Shrove Tuesday => Shrove Tuesday
Pancake Tuesday => Pancake Tuesday
Giving Tuesday => Giving Tuesday
Super Bowl Sunday => Super Bowl Sunday
Watch Super Bowl Sunday => Watch Super Bowl Sunday
Super Tuesday => Super Tuesday
Casual Friday => Casual Friday
Fat Tuesday => Fat Tuesday
Bloody Sunday => Bloody Sunday
Listen to Sunday Bloody Sunday => Listen to Sunday Bloody Sunday
Ruby Tuesday => Ruby Tuesday
Blue Monday => Blue Monday
Manic Monday => Manic Monday
Throwback Thursday => Throwback Thursday
Taco Tuesday => Taco Tuesday
Whit Monday => Whit Monday
Read Sunday Times => Read Sunday Times
Read the Sunday Times tomorrow => Read the Sunday Times | 11-21
Call Monday.com => Call Monday.com
Set up Monday.com on Tuesday => Set up Monday.com | 11-24
Friday the 13th => Friday the 13th
Watch Friday the 13th => Watch Friday the 13th
Watch Friday the 13th tomorrow => Watch Friday the 13th | 11-21
Watch His Girl Friday => Watch His Girl Friday
Thank God it's Friday => Thank God it's Friday
The Man Who Was Thursday => The Man Who Was Thursday
Record Store Saturday => Record Store Saturday
Bank Holiday Monday => Bank Holiday Monday
Patch Tuesday => Patch Tuesday
BLACK FRIDAY => BLACK FRIDAY
black friday => black friday
Meet Ada Monday => Meet Ada | 11-23
Meet Ada on Monday => Meet Ada | 11-23
Buy tickets Sunday => Buy tickets | 11-22
"Call Monday" tomorrow => Call Monday | 11-21
"Buy milk tomorrow" => Buy milk tomorrow
Read "Tomorrow" tomorrow => Read Tomorrow | 11-21
Read "The 7 Habits" 25m => Read The 7 Habits | 25m
"15m" => 15m
Say "high" high => Say high | high
Watch “Black Friday” tomorrow => Watch Black Friday | 11-21
Read "Every Day" every day => Read Every Day | every day
Quote "a b" and "c d" today => Quote a b and c d | today
27" screen tomorrow => 27" screen | 11-21
Buy a 27" and a 30" screen => Buy a 27" and a 30" screen
Say "hello tomorrow => Say "hello | 11-21
"tomorrow" tomorrow => tomorrow | 11-21
Read "Dune => Read "Dune
"@Thesis" tomorrow => @Thesis | 11-21
"#sql" tomorrow => #sql | 11-21
Read \@Thesis tomorrow => Read @Thesis | 11-21
Stretch every day => Stretch | every day
Stretch daily => Stretch | every day
Stretch every 3 days => Stretch | every 3 days
Stretch every three days => Stretch | every 3 days
Stretch every other day => Stretch | every 2 days
Stretch every 2nd day => Stretch | every 2 days
Stretch every 1 day => Stretch | every day
Stretch every week => Stretch | every week
Stretch weekly => Stretch | every week
Stretch every 2 weeks => Stretch | every 2 weeks
Stretch every two weeks => Stretch | every 2 weeks
Stretch every other week => Stretch | every 2 weeks
Stretch fortnightly => Stretch | every 2 weeks
Stretch every month => Stretch | every month
Stretch every 2 months => Stretch | every 2 months
Stretch every second month => Stretch | every 2 months
Stretch every year => Stretch | every year
Stretch yearly => Stretch | every year
Stretch annually => Stretch | every year
Stretch every 5 years => Stretch | every 5 years
Stretch every weekday => Stretch | every weekday
Stretch every workday => Stretch | every weekday
Stretch every weekend => Stretch | 11-21 | every sat, sun
Stretch every Monday => Stretch | 11-23 | every week
Stretch every monday => Stretch | 11-23 | every week
Stretch every mon => Stretch | 11-23 | every week
Stretch every mon, thu => Stretch | 11-23 | every mon, thu
Stretch every mon and thu => Stretch | 11-23 | every mon, thu
Stretch every mon, wed and fri => Stretch | 11-23 | every mon, wed, fri
Stretch every mon, wed, and fri => Stretch | 11-23 | every mon, wed, fri
Stretch every Monday and Thursday => Stretch | 11-23 | every mon, thu
Stretch every Monday & Thursday => Stretch | 11-23 | every mon, thu
Stretch every mon thu => Stretch | 11-23 | every mon, thu
Stretch every mon thu at 9 => Stretch | 11-23 | at 09:00 | every mon, thu
Stretch every mon, thu at 9:15 => Stretch | 11-23 | at 09:15 | every mon, thu
Stretch every mon, wed, fri 9:15 => Stretch | 11-23 | at 09:15 | every mon, wed, fri
Stretch every tues, thurs at 9:15 until 15 Dec => Stretch | 11-24 | at 09:15 | every tue, thu until 15 december 2026
Stretch every sat and sun => Stretch | 11-21 | every sat, sun
Stretch every Mondays => Stretch | 11-23 | every week
Stretch every other Monday => Stretch | 11-23 | every 2 weeks
Stretch every other mon, thu => Stretch | 11-23 | every 2 weeks on mon, thu
Stretch every 2 weeks on mon and thu => Stretch | 11-23 | every 2 weeks on mon, thu
Stretch every 3 weeks on Friday => Stretch | 11-27 | every 3 weeks
Stretch every week on Monday => Stretch | 11-23 | every week
Stretch every third friday => Stretch | 12-18 | every 3rd friday
Stretch every 3rd friday => Stretch | 12-18 | every 3rd friday
Stretch every 2nd monday => Stretch | 12-14 | every 2nd monday
Stretch every first monday of the month => Stretch | 12-07 | every 1st monday
Stretch every last friday => Stretch | 11-27 | every last friday
Stretch every last friday of the month => Stretch | 11-27 | every last friday
Stretch every last day of the month => Stretch | 11-30 | every last day
Stretch on the last friday of every month => Stretch | 11-27 | every last friday
Stretch on the 2nd monday of each month at 9 => Stretch | 12-14 | at 09:00 | every 2nd monday
Stretch on the 1st of every month => Stretch | 12-01 | every month
Read the last page of every month => Read the last page of every month
Stretch every last day => Stretch | 11-30 | every last day
Stretch every first weekday of the month => Stretch | 12-01 | every 1st weekday
Stretch every last workday of the month => Stretch | 11-30 | every last weekday
Stretch every month on the last friday => Stretch | 11-27 | every last friday
Stretch every 2 months on the first monday => Stretch | 12-07 | every 2 months on 1st monday
Stretch every 15th => Stretch | 12-15 | every month
Stretch every 15th of the month => Stretch | 12-15 | every month
Stretch every month on the 15th => Stretch | 12-15 | every month
Stretch every 31st => Stretch | 12-31 | every month
Stretch every 1st => Stretch | 12-01 | every month
Stretch every 15 Dec => Stretch | 12-15 | every year
Stretch every Dec 15 => Stretch | 12-15 | every year
Stretch every 1 March => Stretch | 2027-03-01 | every year
Stretch every year on 1 March => Stretch | 2027-03-01 | every year
Stretch every 3 days until 1 March => Stretch | every 3 days until 1 march 2027
Stretch every mon, thu until 15 Dec => Stretch | 11-23 | every mon, thu until 15 december 2026
Stretch every mon, thu until 15.12. => Stretch | 11-23 | every mon, thu until 15 december 2026
Stretch every Monday at 9 until 1 March => Stretch | 11-23 | at 09:00 | every week until 1 march 2027
Stretch daily until end of month => Stretch | every day until 30 november 2026
Stretch every 3 days starting 1 Dec => Stretch | 12-01 | every 3 days
Stretch every Monday starting 1 Dec => Stretch | 12-07 | every week
Stretch every mon, thu starting 1 Dec at 9 => Stretch | 12-03 | at 09:00 | every mon, thu
Stretch every 3 days at 9:00 15m high => Stretch | at 09:00 | 15m | high | every 3 days
Stretch 3 days after done => Stretch | 3 days after done
Stretch 1 week after done => Stretch | 1 week after done
Stretch a week after done => Stretch | 1 week after done
Stretch 2 weeks after it's done => Stretch | 2 weeks after done
Stretch 1 month after completion => Stretch | 1 month after done
Stretch every! 3 days => Stretch | 3 days after done
Stretch every! week => Stretch | 1 week after done
Stretch every! day => Stretch | 1 day after done
Stretch every! mon => Stretch | 11-23 | every! monday
Stretch every 0 days => Stretch every 0 days
Stretch every 1000 days => Stretch every 1000 days
Stretch every now and then => Stretch every now and then
Stretch every single day => Stretch every single day
Stretch every morning => Stretch every morning
Stretch every 5th friday => Stretch every 5th friday
Stretch every friday 13 => Stretch every friday 13
Stretch every sprint => Stretch every sprint
Check every box => Check every box
Every day matters => Every day matters
Every day carry tomorrow => Every day carry | 11-21
Water plants every day tomorrow => Water plants | 11-21 | every day
Water plants tomorrow every day => Water plants | 11-21 | every day
Water plants monthly on 1 December => Water plants | 12-01 | every month
Water plants 1 December monthly => Water plants | 12-01 | every month
Call today tomorrow => Call today | 11-21
Call tomorrow today => Call tomorrow | today
Read 25m 30m => Read 25m | 30m
Call high low => Call high | low
Call the bank high => Call the bank | high
Call the bank p1 => Call the bank | high
Call the bank P2 => Call the bank | medium
Call the bank p3 tomorrow => Call the bank | 11-21 | low
Call the bank p4 => Call the bank p4
Too high => Too high
Aim too high => Aim too high
Very low => Very low
Call the bank, tomorrow => Call the bank, | 11-21
Call the bank, tomorrow, 15m => Call the bank, | 11-21 | 15m
Call the bank tomorrow. => Call the bank tomorrow.
Call the bank (tomorrow) => Call the bank (tomorrow)
Call the bank tomorrow! => Call the bank tomorrow!
Call the bank ASAP => Call the bank ASAP
Fix #12 tomorrow => Fix #12 | 11-21
Fix PR #12 tomorrow => Fix PR #12 | 11-21
Fix it tomorrow #12 => Fix it #12 | 11-21
Fix header #css tomorrow => Fix header | 11-21 | #css
Fix header tomorrow #css #web => Fix header | 11-21 | #css | #web
Fix header #css #CSS => Fix header | #CSS
Fix header @Thesis 20m => Fix header | 20m | @Thesis
@Thesis fix header tomorrow at 9 => fix header | 11-21 | at 09:00 | @Thesis
fix header !Finish thesis tomorrow => fix header | 11-21 | !Finish thesis
write %statistics-2/unit-1 tomorrow 9:00 => write | 11-21 | at 09:00 | %statistics-2/unit-1
mail ana@example.com tomorrow => mail ana@example.com | 11-21
pay 5€ tomorrow => pay 5€ | 11-21
50% off tomorrow => 50% off | 11-21
tomorrow => tomorrow
tomorrow 15m => 11-21 | 15m
15m => 15m
high => high
next week => 11-23
every day => every day
Buy milk someday => Buy milk | someday
Someday => Someday
Learn Rust someday => Learn Rust | someday
Plan next week => Plan | 11-23
Schau morgen => Schau morgen
Anruf um 9 Uhr => Anruf | at 09:00
Anruf 9:30 Uhr => Anruf | at 09:30
Lesen 2 Std. => Lesen 2 Std.
Lesen 2 Stunden => Lesen 2 Stunden
Lesen 30 Minuten => Lesen | 30m
Lesen 1 Std 30 Min => Lesen | 90m
Termin 15.12. um 14:30 => Termin | 12-15 | at 14:30
Termin 15.12.2026 14:30 Uhr => Termin | 12-15 | at 14:30
energy audit => energy audit
energy audit tomorrow => energy audit | 11-21
goal keeper gloves tomorrow => goal keeper gloves | 11-21
Call Ana 3pm => Call Ana | at 15:00
Call Ana 3 pm tomorrow => Call Ana | 11-21 | at 15:00
Call Ana 15:00 => Call Ana | at 15:00
Call Ana @ 3pm => Call Ana | at 15:00
Call Ana 12am tomorrow => Call Ana | 11-21 | at 00:00
Call Ana 12pm tomorrow => Call Ana | 11-21 | at 12:00
Call Ana 13pm tomorrow => Call Ana 13pm | 11-21
Team lunch 12:30 Friday => Team lunch | 11-27 | at 12:30
Train 17:05 on 3 December => Train | 12-03 | at 17:05
Flight LH 123 on 3 December 06:15 => Flight LH 123 | 12-03 | at 06:15
Version 2 on 1 Jan => Version 2 | 2027-01-01
iPhone 15 => iPhone 15
Boeing 747 tomorrow => Boeing 747 | 11-21
Log 3h of video => Log 3h of video
Review Q3 numbers in a week => Review Q3 numbers | 11-27
Pick up kids at 15:30 every weekday => Pick up kids | at 15:30 | every weekday
Pay VAT every 3 months => Pay VAT | every 3 months
Pay VAT every quarter => Pay VAT | every 3 months
Backup every 2 weeks on Sunday at 22:00 => Backup | 11-22 | at 22:00 | every 2 weeks
Change sheets every other Sunday => Change sheets | 11-22 | every 2 weeks
Team retro every 2 weeks on Friday at 15:00 1h => Team retro | 11-27 | at 15:00 | 60m | every 2 weeks
Rent every 1st => Rent | 12-01 | every month
Birthday Ada every 12 May => Birthday Ada | 2027-05-12 | every year
Birthday Ada 12 May every year => Birthday Ada | 2027-05-12 | every year
Cut hair 6 weeks after done => Cut hair | 6 weeks after done
Dentist in 6 months => Dentist | 2027-05-20
Call mum this Sunday => Call mum | 11-22
Call mum Sunday at 11 => Call mum | 11-22 | at 11:00
24/7 support tomorrow => 24/7 support | 11-21
Support 24/7 => Support 24/7
Screen 16/9 => Screen 16/9
50/50 split => 50/50 split
Meet 5/5 => Meet | 2027-05-05
Chapter 1/2 tomorrow => Chapter 1/2 | 11-21
Monday => Monday
Monday standup => Monday standup
Friday night => Friday night
Sunday roast tomorrow => Sunday roast | 11-21
May => May
Call May tomorrow => Call May | 11-21
March 5 => 2027-03-05
March on 5 March => March | 2027-03-05
1 March => 2027-03-01
Do 1 thing => Do 1 thing
Do 1 thing in 1 day => Do 1 thing | 11-21
In 2 weeks => 12-04
In 2 weeks call => In 2 weeks call
at 9 => at 09:00
at 9:00 => at 09:00
9:30 => 9:30
at 9:30 standup => standup | at 09:30
9am standup => standup | at 09:00
standup 9:30 high => standup | at 09:30 | high
9:30 standup every weekday => standup | at 09:30 | every weekday
9:30 standup today => standup | today | at 09:30
Call Ana 9:30 high => Call Ana | at 09:30 | high
25m call at 9:30 => call | at 09:30 | 25m
25m call tomorrow at 9:30 => call | 11-21 | at 09:30 | 25m
Dentist tomorrow at 14:00 1h => Dentist | 11-21 | at 14:00 | 60m
Dentist tomorrow at 14:00 for 1h => Dentist | 11-21 | at 14:00 | 60m
Dentist tomorrow at 14:00-15:00 => Dentist | 11-21 | at 14:00 | 60m
Dentist tomorrow from 2pm to 3pm => Dentist | 11-21 | at 14:00 | 60m
Dentist tomorrow 2-3pm => Dentist | 11-21 | at 14:00 | 60m
Dentist tomorrow at 2-3pm => Dentist | 11-21 | at 14:00 | 60m
yesterday 9:30 call => yesterday 9:30 call
Call Ana yesterday at 9:30 => Call Ana yesterday at 9:30
Call Ana last friday at 9 => Call Ana last friday at 9
Call Ana tomorrow morning => Call Ana tomorrow morning
Call Ana tonight at 9 => Call Ana tonight at 9
Call Ana tomorrow at midnight => Call Ana tomorrow at midnight
Call Ana tomorrow morning at 9 => Call Ana tomorrow morning at 9
Call Ana noon tomorrow => Call Ana | 11-21 | at 12:00
Call Ana next fri => Call Ana | 11-27
Call Ana on fri at 9 => Call Ana | 11-27 | at 09:00
Call Ana by fri => Call Ana | 11-27
Call Ana due fri => Call Ana | due 11-27
Call Ana fri => Call Ana fri
Call Ana fri 9:30 => Call Ana | 11-27 | at 09:30
Call Ana fri at 9:30 => Call Ana | 11-27 | at 09:30
Call Ana mon 14:00 => Call Ana | 11-23 | at 14:00
Call Ana Monday, Tuesday => Call Ana Monday, Tuesday
Call Ana tues at 9 => Call Ana | 11-24 | at 09:00
Call Ana next thurs => Call Ana | 11-26
Call Ana tues => Call Ana tues
Call Ana Friday 27 Nov => Call Ana | 11-27
Call Ana on Friday, 27 November at 9 => Call Ana | 11-27 | at 09:00
Call Ana by Fri 27.11. => Call Ana | 11-27
Call Ana Sat 5 Dec 10:15 => Call Ana | 12-05 | at 10:15
Shop on Black Friday 27 Nov => Shop on Black Friday | 11-27
Call Ana Wednesday next week => Call Ana | 11-25
buy sun cream sat => buy sun cream sat
Submit report by end of day => Submit report | today
Submit 2 weeks from now => Submit | 12-04
Submit two weeks from tomorrow => Submit two weeks from tomorrow
Submit in 2w => Submit in 2w
Submit in 30 minutes => Submit in 30 minutes
Submit 15. Dec => Submit | 12-15
Submit 2026/12/15 => Submit | 12-15
Submit last day of month => Submit | 11-30
Submit on the last day of the month => Submit | 11-30
Submit start of next month => Submit | 12-01
Submit in december => Submit in december
Submit first monday of december => Submit first monday of december
Pub quiz each friday => Pub quiz | 11-27 | every week
Pub quiz fridays => Pub quiz fridays
Pub quiz every mon-fri => Pub quiz | every weekday
Pub quiz every mon,thu => Pub quiz | 11-23 | every mon, thu
Pub quiz every mon/thu => Pub quiz | 11-23 | every mon, thu
Pub quiz quarterly => Pub quiz | every 3 months
Pub quiz biweekly => Pub quiz biweekly
Pub quiz every other third friday => Pub quiz every other third friday
Pub quiz every 2nd and 4th friday => Pub quiz every 2nd and 4th friday
Pub quiz every day except friday => Pub quiz every day except friday
Pub quiz every friday ending 15 dec => Pub quiz every friday ending 15 dec
Pub quiz every friday 5 times => Pub quiz every friday 5 times
Pub quiz every friday for 2h => Pub quiz | 11-27 | 120m | every week
Pub quiz every 3 days after done => Pub quiz | 3 days after done
Pub quiz every 3 days after completion => Pub quiz | 3 days after done
Pub quiz weekly on mon and wed => Pub quiz | 11-23 | every mon, wed
Pub quiz monthly on the last friday => Pub quiz | 11-27 | every last friday
Pub quiz every 12 hours => Pub quiz every 12 hours
Every third friday pub quiz => Every third friday pub quiz
every third friday => 12-18 | every 3rd friday
Vitamin 3M => Vitamin 3M
3M meeting => 3M meeting
5K run => 5K run
2H planning => 2H planning
Buy 2m cable => Buy 2m cable
delete mails up to january 30th => delete mails up to january 30th
Move old monitor to attic => Move old monitor to attic
Mark the decisions => Mark the decisions
I may leave => I may leave
Party May 5 => Party | 2027-05-05
Ratio 16:9 => Ratio 16:9
Psalm 23:4 => Psalm 23:4
Buy milk and eggs on monday and tuesday => Buy milk and eggs on monday and tuesday
Meet Monday or Tuesday => Meet Monday or Tuesday
Exam SAT => Exam SAT
Finish by noon friday => Finish by noon | 11-27
Call before 9 => Call before 9
Call at "9:30" => Call at 9:30
"Call at 9:30" at 10 => Call at 9:30 | at 10:00
Watch "Black Friday" friday => Watch Black Friday | 11-27
Post-Black Friday => Post-Black Friday
Pre Black Friday sale tomorrow => Pre Black Friday sale | 11-21
Friday fries tomorrow => Friday fries | 11-21
Wednesday Addams friday => Wednesday Addams | 11-27
Rogation Sunday => Rogation Sunday
Easter Monday at 10 => Easter Monday | at 10:00
#work call Ana tomorrow => call Ana | 11-21 | #work
Call #work Ana tomorrow => Call Ana | 11-21 | #work
Call Ana #one #two high tomorrow at 9 => Call Ana | 11-21 | at 09:00 | high | #one | #two
C# lesson tomorrow => C# lesson | 11-21
Call Ana end of month at 9 => Call Ana | 11-30 | at 09:00
Pay on 15.12. at 9:30 => Pay | 12-15 | at 09:30
Pay 0.12. => Pay 0.12.
Pay 31.11. => Pay 31.11.
Pay today noon => Pay | today | at 12:00
call 2 days ago => call 2 days ago
Trip 3 Dec - 5 Dec => Trip 3 Dec - 5 Dec
Trip 3 Dec – 5 Dec => Trip 3 Dec – 5 Dec
Trip 3 Dec- 5 Dec => Trip 3 Dec- 5 Dec
Trip 3 - 5 Dec => Trip 3 - 5 Dec
Trip 3/12 - 15/12 => Trip 3/12 - 15/12
Trip 3 Dec to 5 Dec => Trip 3 Dec to 5 Dec
Trip friday - sunday 2h high => Trip friday - sunday | 120m | high
Trip fri - sunday => Trip fri - sunday
Workshop 3 Dec 9:00 - 5 Dec 17:00 high => Workshop 3 Dec 9:00 - 5 Dec 17:00 | high
Meet tomorrow, friday => Meet tomorrow, friday
Meet tomorrow / friday => Meet tomorrow / friday
Meet tomorrow or friday => Meet tomorrow or friday
Tomorrow or friday call Ana => Tomorrow or friday call Ana
Call Ana 9:30, 10:30 => Call Ana 9:30, 10:30
Call Ana - tomorrow => Call Ana - | 11-21
Email Ana high, tomorrow => Email Ana high, | 11-21
Call coming friday => Call | 11-27
Call on the coming monday at 9 => Call | 11-23 | at 09:00
Call upcoming weekend => Call | 11-21
Call next week friday => Call | 11-27
Call next week on wed => Call | 11-25
Call next week’s tuesday 9:30 => Call | 11-24 | at 09:30
Call friday of next week => Call | 11-27
25 minutes of reading => reading | 25m
2h of deep work tomorrow => deep work | 11-21 | 120m
of mice and men 25m => of mice and men | 25m
100 pushups => 100 pushups
12 angry men tomorrow => 12 angry men | 11-21
Gym every fri-mon => Gym | 11-21 | every mon, fri, sat, sun
Gym every sat – tue => Gym | 11-21 | every mon, tue, sat, sun
Gym every thursday to sunday => Gym | 11-21 | every thu, fri, sat, sun
Gym every mon-wed and fri => Gym | 11-23 | every mon, tue, wed, fri
Gym every mon/thu => Gym | 11-23 | every mon, thu
Standup constructor => Standup constructor
Look where we sat => Look where we sat
Aim high p2 => Aim high | medium
High tide => High tide
`

const lines = `
25m writing => log | writing | 13:30 to 13:55
1h => log | 12:55 to 13:55
1h call => log | call | 12:55 to 13:55
90 => log | 12:25 to 13:55
90 #deep => log | 12:25 to 13:55
100 pushups => start | 100 pushups
12 angry men => start | 12 angry men
1.5 writing => start | 1.5 writing
100 pushups 25m => log | 100 pushups | 13:30 to 13:55
25 minutes of reading => log | reading | 13:30 to 13:55
1h of reading yesterday => log | reading | 11-19 09:00 to 11-19 10:00
call 9:00-10:00, 11:00-12:00 => start | call 9:00-10:00, 11:00-12:00
coming monday 9-10 plan => log | plan | 11-23 09:00 to 11-23 10:00
9-10:30 standup => log | standup | 09:00 to 10:30
9:30 standup => start | standup | from 09:30
9:30 => start | from 09:30
1:30 call => log | call | 12:25 to 13:55
1:30 pm call => start | call | from 13:30
call 25m => log | call | 13:30 to 13:55
call 9-10 => start | call 9-10
call 9:00-10:00 => log | call | 09:00 to 10:00
yesterday 9-10 call => log | call | 11-19 09:00 to 11-19 10:00
yesterday 25m call => log | call | 11-19 09:00 to 11-19 09:25
call yesterday 9-10 => log | call | 11-19 09:00 to 11-19 10:00
last friday 9-10 call => log | call | 11-13 09:00 to 11-13 10:00
fri 9-10 => log | 09:00 to 10:00
19 Nov 9-10 call => log | call | 11-19 09:00 to 11-19 10:00
Thu 19 Nov 9-10 call => log | call | 11-19 09:00 to 11-19 10:00
Water plants every mon, thu at 9:15 => task | Water plants | 11-23 | at 09:15 | every mon, thu
call 15.11. 9-10 => log | call | 11-15 09:00 to 11-15 10:00
call 15/11 9-10 => log | call | 11-15 09:00 to 11-15 10:00
2 Nov 9:00-10:30 => log | 11-02 09:00 to 11-02 10:30
25m from 9:15 call => log | call | 09:15 to 09:40
since 9 writing => start | writing | from 09:00
since 9:15 writing => start | writing | from 09:15
writing => start | writing
writing report => start | writing report
Black Friday => start | Black Friday
Black Friday 9-10 => start | Black Friday 9-10
Palm Sunday 25m => log | Palm Sunday | 13:30 to 13:55
Dentist tomorrow at 14:00 => task | Dentist | 11-21 | at 14:00
Call Ana tomorrow at 9:30 => task | Call Ana | 11-21 | at 09:30
Call Ana tomorrow 9:30 => task | Call Ana | 11-21 | at 09:30
tomorrow at 9:30 call Ana => task | call Ana | 11-21 | at 09:30
monday 9:30 call Ana => task | call Ana | 11-23 | at 09:30
Call Ana monday at 9:30 => task | Call Ana | 11-23 | at 09:30
Call Ana on Monday at 9:30 => task | Call Ana | 11-23 | at 09:30
Call Ana next Monday at 8 => task | Call Ana | 11-23 | at 08:00
Call Ana in 2 weeks at 9 => task | Call Ana | 12-04 | at 09:00
Call Ana 15 Dec at 9:30 => task | Call Ana | 12-15 | at 09:30
Call Ana 15.12. 9:30 => task | Call Ana | 12-15 | at 09:30
Dentist today at 14:00 => task | Dentist | today | at 14:00
Dentist today at 9:30 => task | Dentist | today | at 09:30
Call Ana at 9:30 => task | Call Ana | at 09:30
Call Ana at 9 => task | Call Ana | at 09:00
Wait until 10:00 => start | Wait until 10:00
Deploy by 17:30 => start | Deploy by 17:30
Leave after 12:30 => start | Leave after 12:30
Report tomorrow => task | Report | 11-21
tomorrow report => task | report | 11-21
Day after tomorrow call Ana => task | call Ana | 11-22
tomorrow 25m call Ana => task | call Ana | 11-21 | 25m
tomorrow call Ana at 9:30 => task | call Ana | 11-21 | at 09:30
"Tomorrow never dies" => start | Tomorrow never dies
Tomorrow’s slides => start | Tomorrow’s slides
tomorrow => start | tomorrow
Call Ana p1 => task | Call Ana | high
Call Ana P2 => task | Call Ana | medium
Call Ana 25m p3 => task | Call Ana | 25m | low
25m call Ana p1 => task | call Ana | 25m | high
9:00-10:00 call Ana p1 => log | call Ana p1 | 09:00 to 10:00
Call Ana p4 => start | Call Ana p4
Fix "p1" => start | Fix p1
Aim high => start | Aim high
p1 => start | p1
tomorrow 9-10 plan => log | plan | 11-21 09:00 to 11-21 10:00
Pay rent in 2 weeks => task | Pay rent | 12-04
Water plants every Monday => task | Water plants | 11-23 | every week
Water plants every 3 days => task | Water plants | every 3 days
Water plants every day at 18:00 => task | Water plants | at 18:00 | every day
"25m" film => start | 25m film
Watch "9-10 Cloverfield Lane" => start | Watch 9-10 Cloverfield Lane
Read "call tomorrow at 9" => start | Read call tomorrow at 9
25m read "yesterday" => log | read yesterday | 13:30 to 13:55
Report today => task | Report | today
Plan Cyber Monday today => task | Plan Cyber Monday | today
Read 1984 today => task | Read 1984 | today
Read "tomorrow never dies" today => task | Read tomorrow never dies | today
Plan for today => start | Plan for today
Report yesterday => start | Report yesterday
Report today 25m => log | Report | 13:30 to 13:55
Report today 9-10 => log | Report | 09:00 to 10:00
Report today since 9 => start | Report | from 09:00
Today => start | Today
Backup every 2 months until 1 June 2027 => task | Backup | every 2 months until 1 june 2027
Lunch tomorrow noon => task | Lunch | 11-21 | at 12:00
High noon => start | High noon
call 14h30 => task | call | at 14:30
9h30 work => log | work | 04:25 to 13:55
7h30 work => log | work | 06:25 to 13:55
standup 9:30 => start | standup | from 09:30
16:00 standup => task | standup | at 16:00
at 16:00 standup => task | standup | at 16:00
16:00 => error | 16:00 is in the future. Add an end, or a day such as yesterday.
9am standup => start | standup | from 09:00
4pm standup => task | standup | at 16:00
04:30 run => start | run | from 04:30
25:00 call => error | There is no 25:00. Use hours from 0 to 23.
Call Ana at 9:30 15m => log | Call Ana | 09:30 to 09:45
Call Ana at 16:00 15m => task | Call Ana | at 16:00 | 15m
25m call at 9:30 => log | call | 09:30 to 09:55
since 9 writing 1h => log | writing | 09:00 to 10:00
writing since 9:15 => start | writing | from 09:15
Dentist tomorrow 14:00-15:00 => log | Dentist | 11-21 14:00 to 11-21 15:00
Dentist at 14:00-15:00 => error | This ends in the future. Choose how to log it.
Call Ana tomorrow at 25:00 => error | There is no 25:00. Use hours from 0 to 23.
tomorrow at 25:00 => error | There is no 25:00. Use hours from 0 to 23.
Call Ana at 9:75 => error | There is no 9:75. Use minutes from 00 to 59.
Call Ana at 24:00 => error | There is no 24:00. Use hours from 0 to 23; midnight is 0:00.
Call Ana at 13pm => error | There is no 13pm. With am or pm, use hours from 1 to 12.
Meet at "25:00" => start | Meet at 25:00
Psalm 90:12 => start | Psalm 90:12
yesterday 9:30 call => error | Add an end or a duration for another day, e.g. yesterday 9:30-10:30.
Call Ana yesterday at 9:30 => error | Add an end or a duration for another day, e.g. yesterday 9:30-10:30.
Call Ana last friday at 9 => error | Add an end or a duration for another day, e.g. yesterday 9:30-10:30.
Call Ana tonight at 9 => start | Call Ana tonight at 9
Pub quiz every 3rd friday => task | Pub quiz | 12-18 | every 3rd friday
in 2 weeks 9-10 plan => log | plan | 12-04 09:00 to 12-04 10:00
call 2 days ago 25m => log | call | 11-18 09:00 to 11-18 09:25
call 9-10 2 days ago => log | call | 11-18 09:00 to 11-18 10:00
call 25m last friday => log | call | 11-13 09:00 to 11-13 09:25
Vitamin 3M => start | Vitamin 3M
"Call at 9:30" => start | Call at 9:30
Look at 9 designs => start | Look at 9 designs
delete mails up to january 30th => start | delete mails up to january 30th
`

/** The rows of a table in which a reading is none that is written behind its line. */
const misread = (table: string, read: (line: string) => string) =>
  table
    .trim()
    .split('\n')
    .map((row) => [row, `${row.split(' => ')[0]} => ${read(row.split(' => ')[0] ?? '')}`])
    .filter(([row, is]) => row !== is)

test('each line of a task says what is written behind it', () => {
  expect(misread(tasks, asTask)).toEqual([])
})

test.each([
  ['2026-11-20', 'every weekday', undefined],
  ['2026-11-21', 'every weekday', '2026-11-23'],
  ['2026-11-22', 'every weekday', '2026-11-23'],
  ['2026-11-22', 'every mon-fri', '2026-11-23'],
  ['2026-11-20', 'every weekday tomorrow', '2026-11-23'],
  ['2026-11-22', 'every workday until 1 March', '2026-11-23'],
  ['2026-11-23', 'every weekend', '2026-11-28'],
  ['2026-11-22', 'every fri-mon', '2026-11-23'],
  ['2026-11-24', 'every fri-mon', '2026-11-27'],
])('written on %s, %s begins on %s', (today, line, date) => {
  expect(parseTask(`Read ${line}`, today)).toMatchObject({ title: 'Read', ...(date && { date }) })
  expect(parseTask(`Read ${line}`, today).date).toBe(date)
})

test('a long list of phrases is read in few steps', () => {
  let reads = 0
  const words = Array.from({ length: 60 }, (_, n) => `w${n % 4},`)
  takeLastPhrases(['x', ...words], (phrase) => {
    reads += 1
    const [, kind] = /^w(\d),?$/.exec(phrase) ?? []
    return kind === undefined ? null : { [kind]: true }
  })
  expect(reads).toBeLessThan(20_000)
})

test('each line of Today does what is written behind it', () => {
  expect(misread(lines, onToday)).toEqual([])
})

describe('of the words of a line', () => {
  /** Words that are no phrase, that could begin or end one, and names of days. */
  const word = fc.constantFrom(
    ...['call', 'Ana', 'report', '9', '12', 'at', 'by', 'until', 'every', 'next', 'last', 'the', 'of', 'Black', 'Good'],
    ...['Friday', 'Monday', 'mon,', 'thu', 'week', 'days', '2', '15', 'Dec', '15.12.', 'tomorrow', 'high', '25m'],
    ...['9:30', '14h30', 'in', 'month', 'end', 'after', 'done', '#12', 'due', 'starting', 'daily', '13th'],
    ...['2027', '🦊', 'שלום', '__proto__'],
  )
  const typed = fc.array(word, { minLength: 1, maxLength: 9 }).map((some) => some.join(' '))

  test('the title is the beginning and a number at the end, and the rest means the same behind another title', () => {
    fc.assert(
      fc.property(typed, (line) => {
        const [, words = '', number = ''] = /^(.*?)((?: #12)*)$/.exec(`call ${line}`) ?? []
        const { title, ...said } = readTask(words, today, known)
        expect(words.startsWith(title)).toBe(true)
        expect(readTask(words + number, today, known)).toEqual({ title: title + number, ...said })
        const rest = words.slice(title.length).trim()
        expect(readTask(`"Title" ${rest}`, today, known), rest).toEqual({ title: 'Title', ...said })
      }),
      { numRuns: runs(500) },
    )
  })

  test('those in quotes are the title, whatever they are', () => {
    fc.assert(
      fc.property(typed, (words) => {
        const { title, ...said } = readTask(`"${words}" tomorrow`, today, known)
        expect({ title, ...said }).toEqual({ ...readTask('x tomorrow', today, known), title: words })
      }),
      { numRuns: runs(300) },
    )
  })
})
