/** What the page may do about a waiting new version. */
export interface ServiceWorkerControl {
  /** Lets the new version take over and reloads. Called only after the person agreed. */
  applyUpdate(): void;
}

/** How long a first visit may take until its service worker answers. */
const CONTROL_LIMIT_MS = 60_000;

/**
 * Whether a service worker answers for this page; on a first visit it does a moment after it was registered.
 * False where there is none after a minute.
 */
export async function whenControlled(): Promise<boolean> {
  const container = globalThis.navigator?.serviceWorker as ServiceWorkerContainer | undefined;
  if (container === undefined) return false;
  if (container.controller !== null) return true;
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), CONTROL_LIMIT_MS);
    const controlled = () => {
      clearTimeout(timer);
      resolve(true);
    };
    container.addEventListener("controllerchange", controlled, { once: true });
  });
}

/** What the page is told. */
export interface ServiceWorkerListeners {
  onUpdateReady(): void;
  onOfflineReady(): void;
  onFailure(cause: unknown): void;
}

const NO_CONTROL: ServiceWorkerControl = { applyUpdate() {} };

/** How often an open page asks for a new version. */
const UPDATE_CHECK_MS = 60 * 60 * 1000;

/** Registers the service worker. A new version waits until `applyUpdate`; the page is never reloaded unasked. */
export async function registerServiceWorker(
  listeners: ServiceWorkerListeners,
): Promise<ServiceWorkerControl> {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return NO_CONTROL;
  try {
    const registration = await navigator.serviceWorker.register(`${import.meta.env.BASE_URL}sw.js`, {
      scope: import.meta.env.BASE_URL,
    });
    watch(registration, listeners);
    setInterval(() => void registration.update().catch(() => {}), UPDATE_CHECK_MS);
    return { applyUpdate: () => applyUpdate(registration) };
  } catch (cause) {
    listeners.onFailure(cause);
    return NO_CONTROL;
  }
}

function watch(
  registration: ServiceWorkerRegistration,
  { onUpdateReady, onOfflineReady, onFailure }: ServiceWorkerListeners,
): void {
  const follow = (worker: ServiceWorker | null) => {
    const isUpdate = registration.active !== null;
    let installed = false;
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed") {
        installed = true;
        if (isUpdate) onUpdateReady();
      }
      if (worker.state === "activated" && !isUpdate) onOfflineReady();
      // An update that could not be fetched is tried again; without a first version nothing works offline.
      if (worker.state === "redundant" && !installed && !isUpdate) {
        onFailure(new Error("The service worker could not be installed."));
      }
    });
  };
  if (registration.waiting) onUpdateReady();
  follow(registration.installing);
  registration.addEventListener("updatefound", () => follow(registration.installing));
}

function applyUpdate(registration: ServiceWorkerRegistration): void {
  const { waiting } = registration;
  // Another tab agreed already: the new version is in charge, and only this page is old.
  if (waiting === null) {
    location.reload();
    return;
  }
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting.postMessage({ type: "SKIP_WAITING" });
}
