namespace Microsoft.ML.Transforms
{
    public abstract class CustomMappingFactory<TSrc, TDst> : ICustomMappingFactory
        where TSrc : class, new()
        where TDst : class, new()
    {
        protected CustomMappingFactory()
        {
        }

        public abstract Action<TSrc, TDst> GetMapping();

        ITransformer ICustomMappingFactory.CreateTransformer(string contractName) =>
            new CustomMappingTransformer<TSrc, TDst>(GetMapping(), contractName, null, null);
    }

    public abstract class StatefulCustomMappingFactory<TSrc, TDst, TState> : ICustomMappingFactory
        where TSrc : class, new()
        where TDst : class, new()
        where TState : class, new()
    {
        protected StatefulCustomMappingFactory()
        {
        }

        public abstract Action<TSrc, TDst, TState> GetMapping();

        public abstract Action<TState> GetStateInitAction();

        ITransformer ICustomMappingFactory.CreateTransformer(string contractName) =>
            new StatefulCustomMappingTransformer<TSrc, TDst, TState>(GetMapping(), GetStateInitAction(), contractName);
    }

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class CustomMappingFactoryAttributeAttribute(string contractName) : ExtensionBaseAttribute(contractName);

    /// <summary>What a model's loader asks of a contract, whatever its row types are.</summary>
    internal interface ICustomMappingFactory
    {
        ITransformer CreateTransformer(string contractName);
    }
}

namespace Microsoft.ML
{
    public abstract class ExtensionBaseAttribute : Attribute
    {
        private protected ExtensionBaseAttribute(string contractName)
        {
            ArgumentException.ThrowIfNullOrEmpty(contractName);
            ContractName = contractName;
        }

        public string ContractName { get; }
    }
}
