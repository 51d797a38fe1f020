import { killProjectJob } from '#test/faults/kill-project-job.ts'

killProjectJob('check')
