package org.socius.platform.store;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.util.concurrent.atomic.AtomicInteger;
import org.socius.platform.testing.EmbeddedParts;

/** An empty database of the embedded store for each test. */
public final class FreshDatabase {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final MongoClient CLIENT = MongoClients.create(EmbeddedParts.mongoUri(""));

    private FreshDatabase() {}

    public static MongoDatabase open() {
        return CLIENT.getDatabase("fresh" + COUNT.incrementAndGet());
    }
}
