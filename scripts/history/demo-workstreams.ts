import { z } from 'zod'
import { projectNames, type Workstream, works } from './demo-work'
import { recordsOf } from './records'

const Head = z.object({
  work: z.enum(works),
  project: z.enum(projectNames),
  ...{ from: z.coerce.number(), to: z.coerce.number(), weight: z.coerce.number() },
})

/**
 * The demo person's work over the last 400 days: its work, project, first and last day from today, weight and tags, the
 * goal's title in demo-goals.ts, and titles.
 */
export const workstreams: Workstream[] = recordsOf(`
# thesis thesis -400 -299 1 reading writing
Thesis proposal
Read: carbon burial in tidal marshes
Read: dating recent sediment
Notes on three reviews
Outline of the proposal
Proposal: research questions
Proposal: methods and budget
Answer the committee's comments
# thesis thesis -298 -216 1 field
Date all twelve cores
Choose the sampling stations
Book the boat and the corer
Field day: stations 1 to 4
Field day: stations 5 to 8
Field day: stations 9 to 12
Label and store the cores
Field notes: type up
# thesis thesis -215 -121 1 lab
Date all twelve cores
Slice cores 1 to 4
Dry and weigh cores 1 to 4
Slice cores 5 to 8
Dry and weigh cores 5 to 8
Slice cores 9 to 12
Loss on ignition, first batch
Loss on ignition, second batch
Lead-210: enter the counts
Age and depth of every core
# thesis thesis -120 -51 1 deep code
Carbon stock model
Stock model: read in the cores
Stock model: first fit
Stock model: compaction
Stock model: rerun without core 9
Compare with published stocks
Stock model: sensitivity runs
# thesis thesis -50 14 3 deep writing
Methods chapter
Methods: field sampling
Methods: laboratory
Methods: dating
Methods: the stock model
Methods: figures
Methods: second pass
# thesis thesis -50 0 1 code
Sensitivity of the stock model
Stock model: sensitivity runs
Stock model: clean up the scripts
Stock model: last plots
# thesis thesis -24 30 1 writing
Results chapter
Results: tables by station
Results: stock against age
Results: opening paragraphs
# clinic clinic -400 -262 1 accessibility
Clinic site passes its accessibility review
Opening hours and contact page
Contrast of the appointment cards
Keyboard path through the forms
Screen reader pass
Patient leaflets as pages
Review with the auditor
# clinic booking -261 -201 1 planning call
Booking site live
Kick-off with reception
Sketch the booking flow
Interviews with four patients
Prototype of the slot picker
Agree on the first release
# clinic booking -200 -79 1 code
Staff calendar
Calendar: week view
Calendar: absences
Calendar: double bookings
Calendar: two rooms at once
Calendar: printed day list
Show the calendar to reception
Calendar: what reception found
# clinic booking -78 20 3 code
Payment step
Payment step: form
Payment step: declined cards
Payment step: receipts by mail
Payment step: refunds
Payment step: trial with test cards
# clinic booking -78 0 1 call endless
Booking site live
Weekly call with the clinic
Wrong slot after the clock change
Go through reception's list
# press typesetting -400 -249 1 layout
Lay out the spring anthology
Anthology: page grid
Anthology: poems 1 to 20
Anthology: poems 21 to 45
Anthology: contents and notes
Anthology: proofs to the editor
Anthology: corrections
Anthology: files to the printer
# press press -248 -169 1 code
Petrel catalogue online
Catalogue: read in the titles
Catalogue: covers
Catalogue: search
Shipping prices
Catalogue: hand over
# press typesetting -168 25 1 layout
Lay out the coast guide
Coast guide: page and styles
Coast guide: chapter 1
Coast guide: chapter 2
Call with the printer
Coast guide: chapter 3
Coast guide: maps
Coast guide: chapter 4
Coast guide: captions
Coast guide: chapter 5
Coast guide: tide tables
Coast guide: index
# course course -395 -291 1 class
Statistics course, part one
Unit 1: describing data
Unit 2: chance
Unit 3: samples
Problem set 1
Unit 4: intervals
Unit 5: tests
Problem set 2
Revise for the exam
# course course -48 30 1 class
Statistics course, part two
Unit 1: linear models
Unit 2: residuals
Problem set 1
Unit 3: interactions
Unit 4: mixed models
# portuguese portuguese -400 0 3 practice endless
Portuguese, an hour a week
Lesson with Inês
Past tenses
The morning news, twice
A page about the weekend
60 word cards
Lesson with Inês: at the market
Subjunctive, again
Radio play, part 2
# portuguese portuguese -150 -34 2 reading
Read a novel in Portuguese
Novel: chapters 1 to 3
Novel: chapters 4 to 8
Novel: chapters 9 to 14
Novel: the end
# admin admin -400 0 3 endless
Books kept, two hours a month
Plan the week
Invoice for Harbour Clinic
Mail
Invoice for Petrel Press
Expenses
Renew the insurance
Mail
# admin admin -236 -204 6 tax
File the tax return
Tax: collect the receipts
Tax: income and costs
Tax: check and send
# newsletter newsletter -400 -221 1 endless
-
Newsletter: gather the results
Newsletter: write
Newsletter: photos
Newsletter: send
# newsletter newsletter -220 -131 1
Hand the newsletter over
Newsletter: how it is made
Newsletter: make one together
Newsletter: last issue
`).map(({ words: [work, project, from, to, weight, ...tags], title, body }) => ({
  ...Head.parse({ work, project, from, to, weight }),
  goal: title === '-' ? undefined : title,
  tags: tags.filter((tag) => tag !== 'endless'),
  endless: tags.includes('endless'),
  titles: body.split('\n'),
}))
