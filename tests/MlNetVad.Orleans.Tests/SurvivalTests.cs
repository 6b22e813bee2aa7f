namespace MlNetVad.Orleans.Tests;

/// <summary>What a cluster of three processes survives.</summary>
public sealed class SurvivalTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Recently = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Node_Killed_ItsCamerasAreScoredAgainWithinThirtySeconds()
    {
        const int Cameras = 60;
        using TestCluster cluster = await TestCluster.Start(Cameras);
        Assert.All(cluster.Nodes, node => Assert.InRange(cluster.Of(node).Length, Cameras / 6, Cameras / 2));
        Assert.Equal(File.ReadAllBytes(Model(cluster, 0)), File.ReadAllBytes(Model(cluster, 1)));
        Node dead = cluster.Nodes[1];
        (Guid[] its, Guid[] others) = (cluster.Of(dead), [.. cluster.Of(cluster.Nodes[0]), .. cluster.Of(cluster.Nodes[2])]);
        cluster.Watch();

        dead.Kill();
        await TestCluster.Until(() => cluster.Of(dead).Length == 0, "another node for each of its cameras", cluster);

        TimeSpan longest = cluster.LongestGap(its);
        output.WriteLine($"{its.Length} cameras of the killed node were scored again after {longest.TotalSeconds:0.0} s at most; those of the others waited {cluster.LongestGap(others).TotalSeconds:0.0} s at most.");
        Assert.InRange(longest, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        await cluster.AssertEveryEventEnds(DateTime.UtcNow);
        cluster.AssertNoEventTwice();
    }

    [Fact]
    public async Task Node_StoppedAndThoughtDead_WritesNoEventTwice()
    {
        using TestCluster cluster = await TestCluster.Start(cameras: 12);
        Node asleep = cluster.Nodes[0];
        await TestCluster.Until(() => cluster.Ask("""SELECT count(*) FROM "Events" WHERE "EndedAt" IS NULL""") > 3, "events that go on", cluster);

        asleep.Signal("STOP");
        await TestCluster.Until(() => cluster.Of(asleep).Length == 0, "another node for each of its cameras", cluster);
        await TestCluster.Until(() => cluster.Ask("""SELECT count(*) FROM "Events" WHERE "EndedAt" IS NULL""") > 3, "events that go on elsewhere", cluster);
        asleep.Signal("CONT");
        DateTime awake = DateTime.UtcNow;
        await TestCluster.Until(() => asleep.HasExited || cluster.Of(asleep).Length == 0 && DateTime.UtcNow - awake > TimeSpan.FromSeconds(10), "its end", cluster);

        output.WriteLine($"It {(asleep.HasExited ? "ended itself" : "lives, and watches nothing")}; {asleep.Log.Count(line => line.Contains("is not written here", StringComparison.Ordinal))} writes were refused.");
        await cluster.AssertEveryEventEnds(DateTime.UtcNow);
        cluster.AssertNoEventTwice();
        Assert.Equal(12, cluster.Scoring(Recently));
    }

    [Fact]
    public async Task Database_StoppedAndThenEveryNodeRestarted_CamerasGoOnAndNoEventIsLost()
    {
        using TestCluster cluster = await TestCluster.Start(cameras: 12);
        cluster.Watch();

        DateTime from = DateTime.UtcNow;
        cluster.Server.Stop();
        await Task.Delay(TimeSpan.FromSeconds(20));
        DateTime to = DateTime.UtcNow;
        cluster.Server.Resume();
        TimeSpan longest = cluster.LongestGap(cluster.Nodes.SelectMany(cluster.Of));

        await TestCluster.Until(() => cluster.Ask($"""SELECT count(*) FROM "Events" WHERE "StartedAt" BETWEEN '{from:O}' AND '{to:O}'""") > 3, "events that began meanwhile", cluster);
        output.WriteLine($"Without a database for {(to - from).TotalSeconds:0} s no camera waited longer than {longest.TotalSeconds:0.0} s.");
        Assert.InRange(longest, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.All(cluster.Nodes, node => Assert.False(node.HasExited));

        cluster.Watch();
        for (int i = 0; i < 3; i++)
        {
            await cluster.Nodes[i].End();
            cluster.Add();
            await TestCluster.Until(() => cluster.Scoring(Recently) == 12, $"all cameras after restart {i + 1}", cluster);
        }

        output.WriteLine($"No camera waited longer than {cluster.LongestGap(cluster.Nodes.SelectMany(cluster.Of)).TotalSeconds:0.0} s.");
        await cluster.AssertEveryEventEnds(DateTime.UtcNow);
        cluster.AssertNoEventTwice();
    }

    private static string Model(TestCluster cluster, int node) => Path.Combine(cluster.Folder(node), "models", "demo.zip");
}
