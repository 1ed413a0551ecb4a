package org.socius.platform.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A wire between a client and a server on this machine that a test can fail: silent without an end
 * of the connection, cut, or losing answers to requests that the server has carried out.
 */
public final class Wire implements AutoCloseable {

    private final int target;
    private final ServerSocket door;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicInteger answersLost = new AtomicInteger();
    private boolean silent;
    private volatile boolean refusing;
    private volatile Loss loss = Loss.NOTHING;

    /** Which answers are lost: those to requests that hold a text, each so many times. */
    private record Loss(String requestHolds, int every, AtomicInteger seen) {
        static final Loss NOTHING = new Loss("", 0, new AtomicInteger());

        boolean hits(byte[] bytes, int length) {
            return every > 0
                    && new String(bytes, 0, length, java.nio.charset.StandardCharsets.ISO_8859_1)
                            .contains(requestHolds)
                    && seen.incrementAndGet() % every == 0;
        }
    }

    private Wire(int target, ServerSocket door) {
        this.target = target;
        this.door = door;
    }

    /** A wire to a port of this machine, which may also be taken later. */
    public static Wire to(int port) {
        try {
            Wire wire = new Wire(port, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            wire.threads.execute(wire::accept);
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients connect. */
    public int port() {
        return door.getLocalPort();
    }

    /** Nothing passes any more, and nobody is told. */
    public void hush() {
        set(true);
    }

    /** Everything passes again, what was held back first. */
    public void resume() {
        refusing = false;
        loss = Loss.NOTHING;
        set(false);
    }

    /** Connections end at once, and new ones as soon as they are made. */
    public void cut() {
        refusing = true;
        open.forEach(Wire::end);
    }

    /**
     * The server carries out every n-th request that holds the text; its answer is lost and the
     * connection ends.
     */
    public void loseAnswers(String requestHolds, int every) {
        loss = new Loss(requestHolds, every, new AtomicInteger());
    }

    /** How many answers were lost so far. */
    public int answersLost() {
        return answersLost.get();
    }

    private void set(boolean quiet) {
        lock.lock();
        try {
            silent = quiet;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitSound() {
        lock.lock();
        try {
            while (silent) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (refusing) {
                    end(client);
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                AtomicInteger toLose = new AtomicInteger();
                threads.execute(() -> requests(client, server, toLose));
                threads.execute(() -> answers(server, client, toLose));
            } catch (IOException nobodyThere) {
                Thread.onSpinWait();
            }
        }
    }

    private void requests(Socket client, Socket server, AtomicInteger toLose) {
        pump(
                client,
                server,
                (bytes, length) -> {
                    if (loss.hits(bytes, length)) {
                        toLose.incrementAndGet();
                    }
                    return true;
                });
    }

    private void answers(Socket server, Socket client, AtomicInteger toLose) {
        pump(
                server,
                client,
                (_, _) -> {
                    if (toLose.get() == 0) {
                        return true;
                    }
                    answersLost.incrementAndGet();
                    return false;
                });
    }

    @FunctionalInterface
    private interface Passing {
        boolean mayPass(byte[] bytes, int length);
    }

    private void pump(Socket from, Socket to, Passing passing) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[1 << 16];
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                awaitSound();
                if (!passing.mayPass(bytes, length)) {
                    return;
                }
                out.write(bytes, 0, length);
                out.flush();
            }
        } catch (IOException over) {
            end(from);
            end(to);
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void close() {
        resume();
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(Wire::end);
        threads.shutdownNow();
    }
}
