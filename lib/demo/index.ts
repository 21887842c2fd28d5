export { type DemoPlace, type DemoSandbox, provideDemo } from './host.ts'
export { demoAvailable, type LoadedDemo, loadDemo } from './load-demo.ts'
