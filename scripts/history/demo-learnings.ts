import { monthsBefore } from '../../functions/learning/learnings/page-data'
import { learningKind, type NewLearningValues } from '../../functions/learning/learnings/schema'
import { addDays, wallTime, type Zone } from '../../functions/lib/time/days'
import { seededRandom } from './random'
import { recordsOf } from './records'

/**
 * Days from today, or months before it, so that this day recalls something; type, source, project (demo-work.ts), plan,
 * and tags. Then the title and the content.
 */
const learnings = recordsOf(`
# -392 concept self_study thesis - reading
Tidal marshes bury carbon faster than forests
Per area, not in all: *marshes are small*.
# -385 insight self_study thesis - reading
Reviews disagree because they date differently
Lead-210 and caesium give other rates where the sediment is mixed.
# -378 aha_moment self_study course statistics-1 statistics
The median ignores how far away an outlier is
It only counts on which side it lies.
# 12m insight meeting thesis - writing
A proposal is read from its budget backwards
The committee looked at the numbers first, so they must carry the story.
# -351 concept self_study course statistics-1 statistics
Conditional probability asks about a smaller world
\`P(A | B)\` is the share of A **among the cases in which B happened**.
# -340 concept self_study course statistics-1 statistics
The standard error falls with the root of the size
Four times the cores, half the error.
# -331 insight project clinic - design
Patients look for the phone number before anything else
It now stands in the head of every page.
# -318 aha_moment self_study course statistics-1 statistics
A 95 % interval is a promise about the method
Not about this one interval.
# -305 insight project clinic - code
Old templates break quietly
Nobody had seen the footer on a phone for two years.
# -292 insight project thesis - field
The tide table is in winter time
We stood at station 3 an hour early. Convert **before** booking the boat.
# -284 concept project thesis - field
A corer compresses the sediment
Measure inside and outside the tube, and correct the depth with the ratio.
# -270 aha_moment project press - typesetting
A baseline grid makes pages agree through the paper
# -258 insight meeting press - clients
Editors want to see one page, not ten
A single finished page settles more than a folder of drafts.
# -246 concept project press - code
Search engines read the table of contents
Headings in order were worth more than any tag.
# -233 insight self_study - - taxes
Receipts are sorted faster on the day
Ten minutes each Friday beat two days in March.
# -221 concept project thesis - lab
Loss on ignition measures more than carbon
Clay loses its water, too. Take the *blank* along.
# -209 aha_moment project thesis - lab
Weigh the crucible when it is cold
Warm air lifts the pan: the error was larger than the signal.
# -198 insight project newsletter - writing
A newsletter needs one photo of a person
# -190 concept project booking - code
A type can make a wrong state impossible
A booking without a slot is no booking:

\`\`\`ts
type Booking = { slot: Slot; patient: Patient }
\`\`\`
# -176 insight meeting booking - clients
Reception knows which error happens each Monday
Ask them before reading the log.
# -163 concept project thesis - lab
Lead-210 supports an age only down to its background
# -150 insight self_study portuguese - grammar
Ficar covers three Spanish verbs
Stay, become, and be located.
# -138 aha_moment project thesis - lab
Core 9 was upside down
The salinity said so. Labels go on the **tube**, not on the cap.
# -127 concept project booking - accessibility
A calendar needs one tab stop
Arrow keys move inside it; Tab leaves it.
# -116 insight project thesis - model
Run the model once with nonsense
If it still agrees, it does not look at the data.
# -104 concept self_study portuguese - grammar
The personal infinitive has endings
*Para irmos*: so that we go.
# -93 insight meeting thesis - writing
Say the result in the heading
My supervisor reads headings on the train.
# -84 aha_moment project booking - code
An hour that happens twice needs its offset
The clock change booked two patients into one slot.
# -73 concept project typesetting - typesetting
Widows are avoided by the paragraph before
# -62 insight self_study - - habits
Two hours in the morning are worth four in the evening
My own check-ins say so.
# -47 concept self_study course statistics-2 statistics
The intercept is where all predictors are zero
Centre them, and it means something.
# -43 aha_moment self_study course statistics-2 statistics
R² says nothing about being right
A curve through a straight line can have 0.9.
# -36 concept self_study course statistics-2 statistics
Leverage comes from the predictors alone
**Influence** needs the response, too.
# 1m insight project thesis statistics-2 model
Plot the residuals before reading the table
The funnel was there all along.
# -22 aha_moment self_study course statistics-2 statistics
Dropping a point is a decision to be reported
Refit without core 9, and show both.
# -16 concept project booking - code
CTEs can be materialized
\`WITH slots AS MATERIALIZED (…)\` reads the table once.

- without it the planner may inline it
- with it the result is kept
# -12 concept self_study course statistics-2 statistics
An interaction is a slope that depends
On the value of another predictor.
# -8 insight meeting booking - clients
A cancelled slot should be offered to somebody
Reception keeps a list on paper. That is the next feature.
# -7 insight meeting thesis - writing, statistics
An interval belongs beside its value
In the text nobody finds it. Joana looks for it in the **same row**.
# -5 insight project thesis - writing
The methods are written while the hands remember
# -3 aha_moment self_study course statistics-2 statistics
A random effect borrows from the other groups
Stations with few cores lean on the mean of all.
# -1 concept self_study portuguese - grammar
Em + o is no, and no + o is a headache
`)

const named = learningKind.Row.pick({ type: true, source: true })

export type HistoryLearning = { id: string; values: NewLearningValues; date: string; at: number }

export const learningsOn = (today: string, zone: Zone, projectIds: Map<string, string>): HistoryLearning[] => {
  const random = seededRandom(24)
  const dated = learnings.map(({ words, title, body }) => {
    const [when = '', type, source, project = '', plan = '', ...tags] = words
    const days = Number.parseInt(when, 10)
    return {
      ...named.parse({ type, source }),
      date: when.endsWith('m') ? monthsBefore(today, days) : addDays(today, days),
      project_id: projectIds.get(project) ?? null,
      tags: tags.join(' '),
      title,
      content: body,
      plan_id: plan === '-' ? null : plan,
    }
  })
  return dated
    .sort((a, b) => (a.date < b.date ? -1 : 1))
    .map((values) => {
      const at = wallTime(values.date, '18:10', zone)
      return { id: random.id(at), values, date: values.date, at }
    })
}
