using MlNetVad.Transforms;

namespace MlNetVad.Tests.Transforms.Vision;

public sealed class PersonHeightTests
{
    [Theory]
    [InlineData(0, 24)]
    [InlineData(100, 27.5)]
    [InlineData(200, 41.5)]
    [InlineData(1000, 60)]
    public void At_RecipeLine_IsClamped(float bottom, float expected) => Assert.Equal(expected, PersonHeight.Recipe.At(bottom), 1e-4f);

    [Fact]
    public void AroundRow_RecipeLine_LooksSeventeenRowsDown() =>
        Assert.Equal(PersonHeight.Recipe.At(137), PersonHeight.Recipe.AroundRow(120));

    [Fact]
    public void ForPicture_TwiceAsTall_DoublesLengthsOnly()
    {
        PersonHeight doubled = PersonHeight.ForPicture(480);

        Assert.Equal(2 * PersonHeight.Recipe.At(150), doubled.At(300), 1e-3f);
    }

    [Theory]
    [InlineData(0.14f, 13.5f)]
    [InlineData(0.4f, 60f)]
    [InlineData(0f, 90f)]
    [InlineData(-0.1f, 150f)]
    public void Fit_PeopleAmongFragmentsAndPairs_FindsTheLine(float slope, float intercept)
    {
        const int Rows = 480;
        var random = new Random(7);
        var learner = new PersonHeightLearner(new ForegroundOptions(), Rows, 640);
        for (int i = 0; i < 1000; i++)
        {
            int bottom = random.Next(200, 470);
            double height = (slope * bottom) + intercept;
            double factor = i % 2 == 0 ? 1 + (0.04 * (random.NextDouble() - 0.5)) : random.NextDouble() < 0.5 ? 0.3 + (0.5 * random.NextDouble()) : 1.2 + random.NextDouble();
            int pixels = Math.Min(bottom - 1, (int)Math.Round(height * factor));
            learner.Add([new Component(100, bottom - pixels, Math.Max(1, pixels / 3), pixels, pixels * pixels / 4)]);
        }

        PersonHeight line = learner.Fit();

        foreach (int bottom in new[] { 220, 330, 450 })
        {
            float expected = (slope * bottom) + intercept;
            Assert.Equal(expected, line.At(bottom), 0.05f * expected);
        }
    }

    [Fact]
    public void Fit_TooFewComponents_ScalesTheRecipe()
    {
        var learner = new PersonHeightLearner(new ForegroundOptions(), 480, 640);
        learner.Add([new Component(100, 100, 10, 90, 500)]);

        Assert.Equal(1, learner.Count);
        Assert.Equal(PersonHeight.ForPicture(480), learner.Fit());
    }

    [Fact]
    public void Add_WideTinyOrCutComponents_AreIgnored()
    {
        var learner = new PersonHeightLearner(new ForegroundOptions(), 480, 640);
        learner.Add(
        [
            new Component(100, 100, 60, 90, 500),
            new Component(100, 100, 2, 10, 20),
            new Component(0, 100, 20, 90, 500),
            new Component(100, 0, 20, 90, 500),
            new Component(620, 100, 20, 90, 500),
            new Component(100, 390, 20, 90, 500),
        ]);

        Assert.Equal(0, learner.Count);
    }
}
