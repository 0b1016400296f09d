import { actionItemsApi } from './action-items/api'
import { actionItems } from './action-items/routes'
import { cardsApi } from './cards/api'
import { cards } from './cards/routes'
import { energyApi } from './energy/api'
import { energy } from './energy/routes'
import { evidenceApi } from './evidence/api'
import { evidence } from './evidence/routes'
import { feedbackApi } from './feedback/api'
import { feedback } from './feedback/routes'
import { goalsApi } from './goals/api'
import { goals } from './goals/routes'
import { learningsApi } from './learnings/api'
import { learnings } from './learnings/routes'
import { meetingsApi } from './meetings/api'
import { meetings } from './meetings/routes'
import { organizations } from './organization-pages/routes'
import { organizationsApi } from './organizations/api'
import { peopleApi } from './people/api'
import { reviewsApi } from './period-reviews/api'
import { reviews } from './period-reviews/routes'
import { people } from './person-pages/routes'
import { projects } from './project-pages/routes'
import { projectsApi } from './projects/api'
import { skillsApi } from './skills/api'
import { skills } from './skills/routes'
import { tasksApi } from './tasks/api'
import { tasks } from './tasks/routes'

/** The kinds that `lib/resource` serves: their pages at `/<name>`, their API at `/api/v1/<name>`. */
export const resources = {
  'action-items': { pages: actionItems, api: actionItemsApi },
  cards: { pages: cards, api: cardsApi },
  energy: { pages: energy, api: energyApi },
  feedback: { pages: feedback, api: feedbackApi },
  evidence: { pages: evidence, api: evidenceApi },
  goals: { pages: goals, api: goalsApi },
  learnings: { pages: learnings, api: learningsApi },
  meetings: { pages: meetings, api: meetingsApi },
  organizations: { pages: organizations, api: organizationsApi },
  people: { pages: people, api: peopleApi },
  tasks: { pages: tasks, api: tasksApi },
  projects: { pages: projects, api: projectsApi },
  reviews: { pages: reviews, api: reviewsApi },
  skills: { pages: skills, api: skillsApi },
}
