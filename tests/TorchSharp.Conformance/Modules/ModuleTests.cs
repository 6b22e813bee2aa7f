using TorchSharp.Conformance.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Modules;

public sealed class ModuleTests
{
    [Fact]
    public void RegisterComponents_NamesEverythingByItsField()
    {
        using var module = new Assembly();
        Assert.Equal(["layers.0.bias", "layers.0.weight", "layers.1.weight", "scale"], module.named_parameters().Select(p => p.name).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["layers.0.bias", "layers.0.weight", "layers.1.weight", "offsets", "scale"], module.state_dict().Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["scale"], module.named_parameters(recurse: false).Select(p => p.name));
        Assert.Equal(["layers"], module.named_children().Select(c => c.name));
        Assert.Contains("layers.0", module.named_modules().Select(m => m.name));
        Assert.True(module.has_buffer("offsets"));
        Assert.False(module.has_parameter("offsets"));
        Assert.Equal([3, 3], module.get_parameter("layers.1.weight").shape);
    }

    [Fact]
    public void Parameters_RequireGradients_AndBuffersDoNot()
    {
        using var module = new Assembly();
        Assert.All(module.parameters(), p => Assert.True(p.requires_grad));
        Assert.False(module.get_buffer("offsets").requires_grad);
    }

    [Fact]
    public void StateDict_LoadedElsewhere_GivesTheSameOutputs()
    {
        using Block first = new(8, 2), second = new(8, 2);
        Tensor x = Numbers.Drawn(1, 2, 5, 8);
        Assert.NotEqual(Numbers.Values(first.call(x)), Numbers.Values(second.call(x)));

        var (missing, unexpected) = second.load_state_dict(first.state_dict());

        Assert.Empty(missing);
        Assert.Empty(unexpected);
        Assert.Equal(Numbers.Values(first.call(x)), Numbers.Values(second.call(x)));
    }

    [Fact]
    public void LoadStateDict_OfOtherNames_IsRefusedUnlessNotStrict()
    {
        using Linear layer = nn.Linear(2, 2);
        Dictionary<string, Tensor> state = new(StringComparer.Ordinal) { ["weight"] = ones([2, 2]), ["other"] = ones([1]) };

        Assert.ThrowsAny<Exception>(() => layer.load_state_dict(state));
        var (missing, unexpected) = layer.load_state_dict(state, strict: false);

        Assert.Equal(["bias"], missing);
        Assert.Equal(["other"], unexpected);
        Assert.Equal([1f, 1, 1, 1], Numbers.Values(layer.weight));
        layer.load_state_dict(state, skip: ["bias", "other"]);
    }

    [Fact]
    public void TrainAndEval_ReachEveryPart()
    {
        using var network = nn.Sequential(("a", nn.Linear(2, 2)), ("drop", nn.Dropout()));
        Assert.True(network.training);
        network.eval();
        Assert.All(network.children(), child => Assert.False(child.training));
        network.train();
        Assert.All(network.children(), child => Assert.True(child.training));
    }

    [Fact]
    public void Apply_VisitsEveryPartAndItself()
    {
        using var network = nn.Sequential(("a", nn.Linear(2, 2)), ("b", nn.GELU()));
        List<string> seen = [];
        network.apply(module => seen.Add(module.GetName()));
        Assert.Equal(["GELU", "Linear", "Sequential"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Containers_KeepOrderAndNames()
    {
        using var list = nn.ModuleList(nn.Linear(1, 2), nn.Linear(2, 3));
        list.append(nn.Linear(3, 4));
        Assert.Equal(3, list.Count);
        Assert.Equal(["0", "1", "2"], list.named_children().Select(c => c.name));
        Assert.Equal([4, 3], list[2].weight.shape);

        using var dictionary = nn.ModuleDict(("up", nn.Linear(1, 2)), ("down", nn.Linear(2, 1)));
        Assert.Equal(["up", "down"], dictionary.named_children().Select(c => c.name));
        Assert.Equal([1, 2], dictionary["down"].weight.shape);
        Assert.True(dictionary.ContainsKey("up"));
        Assert.Equal(["up", "down"], dictionary.keys());
        Assert.True(dictionary.TryGetValue("down", out Linear down) && down.weight.shape[0] == 1);
        Assert.True(dictionary.Remove("up"));
        Assert.Equal(["down"], dictionary.named_children().Select(c => c.name));
        dictionary.clear();
        Assert.Empty(dictionary.parameters());
    }

    [Fact]
    public void ModuleList_Edited_RenumbersItsParts()
    {
        using var list = nn.ModuleList(nn.Linear(1, 2), nn.Linear(2, 3));
        using Linear first = nn.Linear(5, 1);
        list.Insert(0, first);
        list.RemoveAt(1);
        Assert.Equal([5, 2], list.Select(l => l.weight.shape[1]));
        Assert.Equal(["0", "1"], list.named_children().Select(c => c.name));
        Assert.True(list.Remove(first));
        list.Clear();
        Assert.Empty(list.parameters());
    }

    [Fact]
    public void Registration_ByHand_MakesAPartOfTheModule()
    {
        using var assembly = new Assembly();
        int before = assembly.parameters().Count();
        assembly.register_module("extra", nn.Linear(2, 2, hasBias: false));
        assembly.add_module("other", nn.Identity());
        assembly.register_parameter("gain", nn.Parameter(ones([1])));
        Assert.Equal(before + 2, assembly.parameters().Count());
        Assert.Contains("extra.weight", assembly.state_dict().Keys);
        Assert.Contains("gain", assembly.named_parameters(recurse: false).Select(p => p.name));
        Assert.Contains(assembly.modules(), m => m is Identity);
    }

    [Fact]
    public void Sequential_RunsItsPartsInOrder()
    {
        using Linear first = nn.Linear(3, 4), second = nn.Linear(4, 2);
        using var network = nn.Sequential(first, nn.Tanh(), second);
        Tensor x = Numbers.Drawn(1, 5, 3);
        Numbers.Near(second.call(first.call(x).tanh()), network.call(x), 1e-7);
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], network.named_parameters().Select(p => p.name));
    }

    [Fact]
    public void Parameter_SharedByTwoParts_AppearsOnce()
    {
        using Linear layer = nn.Linear(2, 2);
        using var network = nn.Sequential(("a", layer), ("b", layer));
        Assert.Equal(2, network.parameters().Count());
    }
}
