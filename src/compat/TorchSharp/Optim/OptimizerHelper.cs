using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What the optimizers have in common: groups, the state of each parameter, saving it.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    private readonly Dictionary<Parameter, OptimizerState> _states = new(ReferenceEqualityComparer.Instance);

    /// <summary>Fills the options a group leaves open and makes the state of its parameters.</summary>
    internal void Add(ParamGroup group)
    {
        Complete(group);
        if (group.Options.InitialLearningRate == 0) group.Options.InitialLearningRate = group.LearningRate;
        foreach (Parameter parameter in group.Items)
        {
            if (_states.ContainsKey(parameter)) throw new ArgumentException("A parameter appears twice in an optimizer.");
            _states.Add(parameter, NewState(group, parameter));
        }
        _parameter_groups.Add(group);
    }

    public override Tensor step(Func<Tensor> closure = null)
    {
        Tensor loss = null;
        if (closure is not null)
        {
            using IDisposable on = enable_grad();
            loss = closure();
        }
        foreach (ParamGroup group in _parameter_groups)
        {
            foreach (Parameter parameter in group.Items)
            {
                if (parameter.Grad is not { } gradient) continue;
                Update(group, parameter, gradient, _states[parameter]);
                parameter.Memory.Version++;
            }
        }
        return loss;
    }

    public override void add_param_group(ParamGroup param_group) => Add(param_group);

    public virtual StateDictionary state_dict()
    {
        StateDictionary result = new();
        foreach (ParamGroup group in _parameter_groups)
        {
            result.Options.Add(group.Options);
            foreach (Parameter parameter in group.Items) result.State.Add(_states[parameter]);
        }
        return result;
    }

    public virtual void load_state_dict(StateDictionary state_dict)
    {
        StateDictionary own = this.state_dict();
        Fits(own, state_dict.Options.Count, state_dict.State.Count);
        for (int i = 0; i < own.Options.Count; i++)
        {
            if (!ReferenceEquals(own.Options[i], state_dict.Options[i])) own.Options[i].LoadStateDict(state_dict.Options[i]);
        }
        for (int i = 0; i < own.State.Count; i++)
        {
            if (!ReferenceEquals(own.State[i], state_dict.State[i])) own.State[i].LoadStateDict(state_dict.State[i]);
        }
    }

    public void save_state_dict(string location)
    {
        using BinaryWriter writer = new(File.Create(location));
        save_state_dict(writer);
    }

    public void load_state_dict(string location)
    {
        using BinaryReader reader = new(File.OpenRead(location));
        load_state_dict(reader);
    }

    public void save_state_dict(BinaryWriter writer)
    {
        StateDictionary own = state_dict();
        writer.Write(GetType().Name);
        writer.Write(own.Options.Count);
        writer.Write(own.State.Count);
        foreach (OptimizerOptions options in own.Options) options.SaveStateDict(writer);
        foreach (OptimizerState state in own.State) state.SaveStateDict(writer);
    }

    public void load_state_dict(BinaryReader reader)
    {
        string kind = reader.ReadString();
        if (!string.Equals(kind, GetType().Name, StringComparison.Ordinal))
            throw new InvalidDataException($"The saved state belongs to the optimizer {kind}, not to {GetType().Name}.");
        StateDictionary own = state_dict();
        Fits(own, reader.ReadInt32(), reader.ReadInt32());
        foreach (OptimizerOptions options in own.Options) options.LoadStateDict(reader);
        foreach (OptimizerState state in own.State) state.LoadStateDict(reader);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (OptimizerState state in _states.Values) state.Release();
            _states.Clear();
        }
        base.Dispose(disposing);
    }

    internal abstract void Complete(ParamGroup group);

    internal abstract OptimizerState NewState(ParamGroup group, Parameter parameter);

    internal abstract void Update(ParamGroup group, Parameter parameter, Tensor gradient, OptimizerState state);

    private static void Fits(StateDictionary own, int options, int states)
    {
        if (own.Options.Count != options || own.State.Count != states)
        {
            throw new ArgumentException(
                $"The saved optimizer state has {options} groups and {states} parameters; this optimizer has {own.Options.Count} and {own.State.Count}.");
        }
    }
}
