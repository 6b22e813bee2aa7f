using MlNetVad.Evaluation;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;

namespace MlNetVad.Service.Tests;

public sealed class AreaTests
{
    private const string Left = "[[[0,0],[0.5,0],[0.5,1],[0,1]]]";

    [Theory]
    [InlineData("[]", "[]", 0.7f, true)]
    [InlineData(Left, "[]", 0.1f, true)]
    [InlineData(Left, "[]", 0.7f, false)]
    [InlineData("[]", Left, 0.1f, false)]
    [InlineData("[]", Left, 0.7f, true)]
    public void Counts_APlace_OnlyInAZoneAndInNoMask(string zones, string masks, float x, bool expected)
    {
        var area = Area.Of(new Camera { Zones = zones, Masks = masks });

        Assert.Equal(expected, area.Counts(new ScoredBox(x, 0.4f, 0.1f, 0.1f, 1)));
        Assert.True(area.Counts(null));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[[[0,0],[1,1]]]")]
    [InlineData("[[[0,0],[1,1],[2,0]]]")]
    [InlineData("[[[0,0],[1],[1,0]]]")]
    [InlineData("[null]")]
    [InlineData("{")]
    public void Read_NoPolygons_IsRefused(string json) => Assert.Throws<VadException>(() => Area.Read(json));
}
