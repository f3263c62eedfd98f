/** What the page may do about a waiting new version. */
export interface ServiceWorkerControl {
  /** Lets the new version take over and reloads. Called only after the person agreed. */
  applyUpdate(): void;
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
    const firstInstall = navigator.serviceWorker.controller === null;
    watch(registration, firstInstall, listeners);
    setInterval(() => void registration.update().catch(() => {}), UPDATE_CHECK_MS);
    return { applyUpdate: () => applyUpdate(registration) };
  } catch (cause) {
    listeners.onFailure(cause);
    return NO_CONTROL;
  }
}

function watch(
  registration: ServiceWorkerRegistration,
  firstInstall: boolean,
  { onUpdateReady, onOfflineReady }: ServiceWorkerListeners,
): void {
  if (registration.waiting) onUpdateReady();
  const follow = (worker: ServiceWorker | null) => {
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && !firstInstall) onUpdateReady();
      if (worker.state === "activated" && firstInstall) onOfflineReady();
    });
  };
  follow(registration.installing);
  registration.addEventListener("updatefound", () => follow(registration.installing));
}

function applyUpdate(registration: ServiceWorkerRegistration): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  registration.waiting?.postMessage({ type: "SKIP_WAITING" });
}
