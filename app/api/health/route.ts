/** `GET /api/health`: the same as `/api/health/ready`. */
export { GET } from './ready/route.ts'
