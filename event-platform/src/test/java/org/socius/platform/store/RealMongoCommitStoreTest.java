package org.socius.platform.store;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.mongodb.MongoDBContainer;

/** On a replica set of one; skipped where there is no Docker. */
@Testcontainers(disabledWithoutDocker = true)
class RealMongoCommitStoreTest extends CommitStoreConformance {

    @Container
    private static final MongoDBContainer MONGO =
            new MongoDBContainer("mongo:8.0").withReplicaSet();

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static MongoClient client;

    @BeforeAll
    static void connect() {
        client = MongoClients.create(MONGO.getReplicaSetUrl());
    }

    @AfterAll
    static void disconnect() {
        client.close();
    }

    @Override
    CommitStore emptyStore() {
        return new MongoCommitStore(client.getDatabase("store" + DATABASES.incrementAndGet()));
    }
}
