/** Meetings that an import makes of a calendar, for a person in Lisbon with the address me@example.com. */
type Expected = {
  /** Local dates, if not those of 2026. */
  from?: string
  to?: string
  /** `date time minutes title`, then the zone in brackets and who comes. */
  meetings: string[]
  notes?: string
  /** `line name: message` */
  refused?: string[]
  skipped?: string[]
  warnings?: string[]
  /** Set where the library alone reads the file otherwise, or not at all; says why. */
  alone?: string
}

const broken = 'refuses the whole file'

export const expected: Record<string, Expected> = {
  'one-off-utc': { meetings: ['2026-11-24 09:30 30 Kick-off'] },
  'one-off-zone': { meetings: ['2026-07-14 13:00 90 Design review [Europe/Berlin]'] },
  'zone-without-description': { meetings: ['2026-11-24 14:00 15 Stand-up in New York [America/New_York]'] },
  'windows-zone': {
    meetings: [
      '2026-03-03 09:00 60 Monthly numbers [W. Europe Standard Time]',
      '2026-04-03 09:00 60 Monthly numbers [W. Europe Standard Time]',
      '2026-05-03 09:00 60 Monthly numbers [W. Europe Standard Time]',
    ],
  },
  'unknown-zone': {
    meetings: ['2026-03-03 10:00 60 Undescribed zone'],
    warnings: [
      '4 Undescribed zone: The time zone “Romance Standard Time” is unknown. Its times are taken as yours',
    ],
  },
  floating: {
    meetings: [
      '2026-05-05 08:00 45 Morning pages',
      '2026-05-06 08:00 45 Morning pages',
      '2026-05-07 08:00 45 Morning pages',
    ],
  },
  'all-day': { meetings: ['2026-06-01 - - Away day'] },
  'all-day-several': {
    meetings: ['2026-06-08 - - Conference'],
    warnings: ['4 Conference: It takes 3 days and is added on the first'],
  },
  'all-day-yearly': { meetings: ['2026-10-30 - - Founders’ day'] },
  'weekly-count': {
    meetings: [
      '2026-10-19 08:00 30 Weekly [Europe/Berlin]',
      '2026-10-26 08:00 30 Weekly [Europe/Berlin]',
      '2026-11-02 08:00 30 Weekly [Europe/Berlin]',
    ],
  },
  'weekly-until-utc': {
    meetings: [
      '2026-11-02 00:00 60 Tokyo weekly [Asia/Tokyo]',
      '2026-11-09 00:00 60 Tokyo weekly [Asia/Tokyo]',
      '2026-11-16 00:00 60 Tokyo weekly [Asia/Tokyo]',
    ],
    alone: 'compares UNTIL with a zone it does not know',
  },
  'weekly-until-date': {
    meetings: [
      '2026-11-03 01:00 60 Evening class [America/New_York]',
      '2026-11-10 01:00 60 Evening class [America/New_York]',
      '2026-11-17 01:00 60 Evening class [America/New_York]',
    ],
    alone: 'ends at the first moment of the date',
  },
  'daily-endless': {
    from: '2026-03-27',
    to: '2026-03-31',
    meetings: [
      '2026-03-27 07:00 15 Check in',
      '2026-03-28 07:00 15 Check in',
      '2026-03-29 08:00 15 Check in',
      '2026-03-30 08:00 15 Check in',
      '2026-03-31 08:00 15 Check in',
    ],
  },
  exdate: {
    meetings: [
      '2026-06-01 09:00 60 Interviews [Europe/Berlin]',
      '2026-06-03 09:00 60 Interviews [Europe/Berlin]',
      '2026-06-05 09:00 60 Interviews [Europe/Berlin]',
    ],
  },
  'exdate-stray': {
    meetings: ['2026-06-03 11:00 60 Some stray exceptions', '2026-06-17 11:00 60 Some stray exceptions'],
    alone: 'stops at an exception that the series does not have',
  },
  'exdate-whole-day': {
    meetings: ['2026-06-01 10:00 30 Retro', '2026-06-03 10:00 30 Retro'],
  },
  rdate: {
    meetings: [
      '2026-06-01 11:00 30 With an extra date',
      '2026-06-03 16:00 30 With an extra date',
      '2026-06-08 11:00 30 With an extra date',
    ],
  },
  'rdate-only': {
    meetings: [
      '2026-06-01 11:00 30 Listed dates',
      '2026-06-20 11:00 30 Listed dates',
      '2026-07-05 11:00 30 Listed dates',
    ],
    alone: 'leaves out the first date',
  },
  'rdate-period': {
    meetings: ['2026-06-01 11:00 30 Periods', '2026-06-03 09:00 30 Periods'],
    alone: 'fails at a period',
  },
  'override-moved': {
    meetings: [
      '2026-06-01 09:00 30 One to one [Europe/Berlin] Ada Byron <ada@example.com>',
      '2026-06-09 15:00 60 One to one (moved) [Europe/Berlin] Ada Byron <ada@example.com>, Grace Hopper <grace@example.com>',
      '2026-06-15 09:00 30 One to one [Europe/Berlin] Ada Byron <ada@example.com>',
    ],
  },
  'override-cancelled': {
    meetings: ['2026-06-01 11:00 30 Sync', '2026-06-03 11:00 30 Sync'],
    skipped: ['12 Sync: It is cancelled'],
  },
  'override-in-utc': {
    meetings: [
      '2026-06-01 14:00 30 Morning [America/New_York]',
      '2026-06-02 16:00 30 Late morning [America/New_York]',
      '2026-06-03 14:00 30 Morning [America/New_York]',
    ],
    alone: 'does not know the zone of the series',
  },
  'override-into-range': { meetings: ['2026-01-05 10:00 30 Year end, moved'] },
  'this-and-future': {
    meetings: [
      '2026-06-01 11:00 30 Before',
      '2026-06-02 11:00 30 Before',
      '2026-06-03 12:30 45 After',
      '2026-06-04 12:30 45 After',
    ],
  },
  'override-alone': { meetings: ['2026-06-02 13:00 30 Invited to one date'] },
  'dst-two-zones': {
    meetings: [
      '2026-03-02 15:00 60 Across the sea [America/New_York]',
      '2026-03-09 14:00 60 Across the sea [America/New_York]',
      '2026-03-16 14:00 60 Across the sea [America/New_York]',
      '2026-03-23 14:00 60 Across the sea [America/New_York]',
      '2026-03-30 15:00 60 Across the sea [America/New_York]',
    ],
  },
  'dst-gap': {
    meetings: ['2026-03-28 01:30 30 Night shift', '2026-03-29 02:30 30 Night shift', '2026-03-30 01:30 30 Night shift'],
  },
  'dst-twice': { meetings: ['2026-11-01 05:30 30 Twice on the clock [America/New_York]'] },
  'dst-over-the-change': {
    meetings: ['2026-03-29 00:00 180 Three hours long [Europe/Berlin]'],
    alone: 'does not know the zone',
  },
  folded: {
    meetings: ['2026-11-24 09:30 30 A title that is so long that it was folded twice by its program'],
    notes: 'Bring the numbers\nand the plan',
  },
  'folded-in-a-character': {
    meetings: ['2026-11-24 09:30 30 Überprüfung der Maßnahmen für das größte Möwenprojekt – überall'],
  },
  escaped: {
    meetings: ['2026-11-24 09:30 30 Budget, plan; and \\ more'],
    notes:
      'Location: Room 4, first floor\n\nFirst line\nSecond line\nThird: with a colon; and a semicolon',
  },
  attendees: {
    meetings: [
      '2026-11-24 09:30 30 Everybody Grace Hopper <grace@example.com>, Lovelace, Ada <ada@example.com>, Linus <>, plain+tag@example.com <plain+tag@example.com>',
    ],
  },
  cancelled: { meetings: ['2026-11-24 10:30 30 Perhaps'], skipped: ['4 Not any more: It is cancelled'] },
  declined: { meetings: [], skipped: ['4 Without me: You declined it'], alone: 'knows no person' },
  bare: { meetings: ['2026-11-24 09:30 - Untitled meeting', '2026-11-25 09:30 - Untitled meeting'] },
  lengths: {
    meetings: [
      '2026-11-24 09:00 1440 Three days',
      '2026-11-25 09:00 - Backwards',
      '2026-11-26 09:00 - No time at all',
      '2026-11-27 09:00 1440 A whole day',
      '2026-11-28 09:00 1440 Forever',
      '2026-11-29 09:00 - Nonsense',
    ],
    warnings: [
      '4 Three days: It is longer than 24 hours and is cut there',
      '11 Backwards: It ends before it begins, so it has no length',
      '32 Forever: It is longer than 24 hours and is cut there',
      '39 Nonsense: Its length can’t be read',
    ],
    alone: 'adds the days one by one',
  },
  'one-broken': {
    meetings: ['2026-11-24 09:00 30 Good one', '2026-11-26 09:00 30 Good two'],
    refused: [
      '14 Written date: DTSTART is not a date or a time from 1900 to 2199',
      '17 Without a start: It has no start (DTSTART)',
      '25 February 31: DTSTART is not a date or a time from 1900 to 2199',
      '32 Odd rule: RRULE can’t be read',
      '38 Hour 25: DTSTART is not a date or a time from 1900 to 2199',
    ],
    alone: broken,
  },
  truncated: {
    meetings: ['2026-11-24 09:00 30 Before the cut'],
    refused: ['11 At the cut: It has no end (END:VEVENT). The file may be cut off'],
    alone: broken,
  },
  'hostile-rules': {
    meetings: ['2026-11-24 09:00 30 Harmless'],
    refused: [
      '4 Every second since 1970: It repeats too often, or never',
      '11 Every minute: It repeats too often in these dates',
      '18 Each 30 February: It repeats too often, or never',
      '36 Far apart: RRULE has an interval over 1000',
    ],
    alone: 'never ends',
  },
  'line-feeds-lower-case': { meetings: ['2026-11-24 09:00 30 Whispered'] },
  revisions: {
    meetings: ['2026-11-25 09:00 30 Last version'],
    refused: [
      '4 First version: Another event in the file has its UID and is newer',
      '20 Middle version: Another event in the file has its UID and is newer',
    ],
    alone: 'reads every version',
  },
  'two-calendars': { meetings: ['2026-11-24 09:00 30 Of the first', '2026-11-25 09:00 30 Of the second'] },
  outlook: {
    meetings: [
      '2026-03-09 15:00 30 Project sync [Eastern Standard Time]',
      '2026-03-11 15:00 30 Project sync [Eastern Standard Time]',
      '2026-03-16 15:00 30 Project sync [Eastern Standard Time]',
      '2026-03-18 15:00 30 Project sync [Eastern Standard Time]',
      '2026-03-23 15:00 30 Project sync [Eastern Standard Time]',
    ],
    notes: 'Join here: https://example.com/j/1',
  },
  google: {
    meetings: ['05', '07', '08', '09', '13', '14', '15', '16'].map(
      (day) => `2026-01-${day} 08:00 15 Daily [Europe/Berlin] ada@example.com <ada@example.com>`,
    ),
  },
  'zone-by-its-end': { meetings: ['2026-07-14 13:00 60 Long zone name [Europe/Berlin]'] },
  scripts: {
    meetings: [
      '2026-11-24 09:30 30 🎉 פגישה عربية <b onmouseover=alert(1)>x</b> محمد علي <m@example.com>',
    ],
    notes: '<script>alert(1)</script> 👩‍💻',
  },
  'stray-lines': {
    meetings: ['2026-11-24 09:30 30 Badly folded'],
    notes: 'This goes on',
    warnings: [
      '4 Badly folded: Line 11 can’t be read and was ignored',
      '4 Badly folded: Line 12 can’t be read and was ignored',
      '4 Badly folded: Line 13 was ignored: ATTENDEE can’t be read',
    ],
    alone: broken,
  },
  monthly: {
    meetings: [
      '2026-01-13 11:00 30 Second Tuesday',
      '2026-01-30 10:00 30 Last Friday',
      '2026-01-30 12:00 30 Last working day',
      '2026-01-31 13:00 30 Each 31st',
      '2026-02-10 11:00 30 Second Tuesday',
      '2026-02-27 10:00 30 Last Friday',
      '2026-02-27 12:00 30 Last working day',
      '2026-03-10 11:00 30 Second Tuesday',
      '2026-03-27 10:00 30 Last Friday',
      '2026-03-31 13:00 30 Last working day',
      '2026-03-31 14:00 30 Each 31st',
      '2026-05-31 14:00 30 Each 31st',
    ],
  },
  'leap-day': { from: '2027-01-01', to: '2028-12-31', meetings: ['2028-02-29 - - Leap day'], alone: 'goes on to 1 March' },
  'other-components': { meetings: ['2026-11-24 09:30 30 The only event'] },
  'half-hour-zone': {
    meetings: [
      '2026-11-23 11:30 30 Early in Apia [Pacific/Apia]',
      '2026-11-23 19:00 30 Early in Pune [Asia/Kolkata]',
    ],
  },
  'open-alarm': {
    meetings: ['2026-11-24 09:30 30 With an open alarm', '2026-11-25 09:30 30 The next one'],
    alone: broken,
  },
  'open-event': {
    meetings: ['2026-11-25 09:30 30 The next one'],
    refused: ['4 Never closed: It has no end (END:VEVENT). The file may be cut off'],
    alone: broken,
  },
  'utf-16': { meetings: ['2026-11-24 09:30 30 Šestnáct'] },
}
